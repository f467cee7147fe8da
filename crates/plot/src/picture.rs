use descent_core::landscapes::Nature;
use descent_core::session::words;
use descent_core::{Levels, Session, Strings};

use crate::Theme;
use crate::theme::Line;

/// All that pictures of a session are drawn from.
pub struct Picture<'a> {
    /// What is shown.
    pub session: &'a Session,
    /// In which colours.
    pub theme: &'static Theme,
    /// The line of each run of the experiment.
    pub lines: Vec<Line>,
    /// The name of each run of the experiment.
    pub names: Vec<String>,
    /// The words.
    pub strings: &'a Strings,
}

impl<'a> Picture<'a> {
    /// A session in the colours of a theme.
    #[must_use]
    pub fn of(session: &'a Session, theme: &'static Theme, strings: &'a Strings) -> Self {
        let runs = &session.experiment().runs;
        let (lines, names) = (theme.lines(runs), words::names(runs, strings));
        Self { session, theme, lines, names, strings }
    }

    /// The levels of the part of the plane that is looked at, sampled.
    #[must_use]
    pub fn levels(&self, field: &descent_core::Field) -> Levels {
        let view = self.session.view();
        let minima = self.session.marks().iter().filter(|mark| mark.nature == Nature::Minimum);
        let known = minima.filter(|mark| view.contains(mark.at));
        let known = known.map(|mark| self.session.cost(mark.at)).reduce(f64::min);
        Levels::down_to(known, field, Levels::COUNT)
    }
}
