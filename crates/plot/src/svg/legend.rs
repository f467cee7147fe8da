//! The runs and what came of them, as the page's table has them.

use descent_core::number::{exact, short};
use descent_core::session::words::{changes, names, outcome};
use descent_core::{Session, Strings};

use super::ink::{SvgInk, TO_HERE, Type, digits};
use crate::theme::Colour;
use crate::{Ink, Stroke, Theme};

/// The narrowest column in which the legend's own columns stay apart, in CSS pixels.
pub(super) const NARROWEST: f64 = 472.0;

const ROW: f64 = 23.0;
const SMALL_ROW: f64 = 15.0;
const NAME: f64 = 38.0;

/// Where the columns stand, as fractions of the width: from there to the right, but the
/// cost up to there.
const RATE: f64 = 0.345;
const DECAY: f64 = 0.48;
const COST: f64 = 0.735;
const STATUS: f64 = 0.765;

/// What stands where there is nothing to say.
const NOTHING: &str = "–";

/// A table of the runs that are shown.
pub(super) struct Legend<'a> {
    theme: &'a Theme,
    width: f64,
    head: [String; 5],
    rows: Vec<Row>,
}

struct Row {
    line: (Colour, &'static [f64]),
    cells: [String; 5],
    changes: Vec<String>,
}

impl<'a> Legend<'a> {
    /// The legend of a session for a column of this width.
    pub(super) fn new(session: &Session, strings: &Strings, theme: &'a Theme, width: f64) -> Self {
        let names = names(&session.experiment().runs, strings);
        let head = ["table.optimizer", "table.rate", "table.decay", "table.cost", "table.status"];
        let lines = theme.lines(&session.experiment().runs);
        let rows = session.shown().filter_map(|(index, _, _)| {
            let spec = &session.experiment().runs[index];
            let readout = session.readout(index)?;
            let decay = spec.schedule.get().knobs().into_iter().find(|knob| knob.name == "decay");
            let mut changes = changes(spec, strings);
            changes.extend(readout.sensitive.map(|_| strings.get("run.sensitive").to_owned()));
            let changes = changes.join(", ");
            Some(Row {
                line: lines[index],
                cells: [
                    names[index].clone(),
                    exact(spec.learning_rate),
                    decay.map_or_else(|| NOTHING.to_owned(), |knob| knob.text()),
                    short(readout.cost),
                    outcome(&readout, strings),
                ],
                changes: match changes.as_str() {
                    "" => Vec::new(),
                    _ => small(theme).lines(&changes, width - NAME),
                },
            })
        });
        let rows = rows.collect();
        Self { theme, width, head: head.map(|key| strings.get(key).to_owned()), rows }
    }

    /// How high it is, in CSS pixels.
    pub(super) fn height(&self) -> f64 {
        let rows = self.rows.iter().map(|row| ROW + SMALL_ROW * row.changes.len() as f64);
        if self.rows.is_empty() { 0.0 } else { ROW + rows.sum::<f64>() }
    }

    /// The table, from its upper left corner.
    pub(super) fn draw(&self) -> String {
        let mut svg = String::new();
        if self.rows.is_empty() {
            return svg;
        }
        let mut y = ROW - 8.0;
        self.cells(&mut svg, &self.head, y, [self.theme.soft; 2], 12.0);
        for row in &self.rows {
            let ink = self.theme.ink;
            self.rule(&mut svg, y + 7.0);
            y += ROW;
            svg.push_str(&swatch(row.line, y - 4.5));
            self.cells(&mut svg, &row.cells, y, [ink, self.theme.soft], 13.0);
            for change in &row.changes {
                y += SMALL_ROW;
                small(self.theme).write(&mut svg, change, [NAME, y]);
            }
        }
        svg
    }

    /// The five cells of a row; the last one in a colour of its own.
    fn cells(
        &self,
        svg: &mut String,
        cells: &[String; 5],
        y: f64,
        [colour, last]: [Colour; 2],
        size: f64,
    ) {
        let at = [NAME, RATE * self.width, DECAY * self.width, COST * self.width];
        for (k, (text, x)) in cells.iter().zip(at).enumerate() {
            let more = if k == 3 { TO_HERE } else { "" };
            Type { size, colour, more }.write(svg, text, [x, y]);
        }
        Type { size, colour: last, more: "" }.write(svg, &cells[4], [STATUS * self.width, y]);
    }

    fn rule(&self, svg: &mut String, y: f64) {
        let (width, y, colour) = (digits(self.width), digits(y), self.theme.line.css());
        svg.push_str(&format!("<path d=\"M0 {y}H{width}\" stroke=\"{colour}\"/>\n"));
    }
}

fn small(theme: &Theme) -> Type {
    Type { size: 11.5, colour: theme.soft, more: "" }
}

/// A short piece of a run's line.
fn swatch((colour, dash): (Colour, &[f64]), y: f64) -> String {
    let mut ink = SvgInk::default();
    ink.move_to([0.0, y]);
    ink.line_to([28.0, y]);
    ink.stroke(&Stroke::solid(colour, 2.4).dashed(dash, 0.0));
    ink.finish()
}
