//! Names at the ends of lines, none upon another.

use crate::layout::Rect;
use crate::theme::Colour;
use crate::{Align, Face, Ink};

/// The end of a line, with the name of its run.
pub(crate) struct End<'a> {
    pub(crate) at: [f64; 2],
    pub(crate) name: &'a str,
    pub(crate) colour: Colour,
}

/// Where names stand.
#[derive(Clone, Copy)]
pub(crate) enum Beside {
    /// On any side of the end.
    Anywhere,
    /// Above or below a curve that goes on to the right edge; to the right of one that ends before.
    Curve,
}

/// From a line's end to its name, in CSS pixels.
const AWAY: f64 = 9.0;

/// From one name to the next.
const LINE: f64 = 15.0;

/// How wide a name is for its size, in a wide font: no font is asked.
fn wide(name: &str) -> f64 {
    let letter = |c: char| match c {
        'm' | 'w' | 'M' | 'W' => 0.97,
        'i' | 'l' | 'j' => 0.3,
        't' | 'f' | 'r' | ' ' => 0.42,
        c if c.is_uppercase() => 0.78,
        _ => 0.64,
    };
    name.chars().map(letter).sum()
}

/// Writes names beside the ends of lines: where there is room, above and below otherwise. A name
/// that finds none is left out. `avoid` are places that no name may cover.
pub(crate) fn write(
    ink: &mut dyn Ink,
    bounds: Rect,
    ends: &[End<'_>],
    avoid: &[[f64; 2]],
    beside: Beside,
    halo: Colour,
) {
    let mut order: Vec<&End<'_>> = ends.iter().collect();
    order.sort_by(|a, b| a.at[1].total_cmp(&b.at[1]));
    let mut taken: Vec<Rect> = ends.iter().map(|end| around(end.at)).collect();
    taken.extend(avoid.iter().map(|&at| around(at)));
    for end in order {
        let Some(place) = place(bounds, end, beside, &taken) else { continue };
        taken.push(place);
        let y = place.top + 0.78 * LINE;
        // What is left of its end stands close to it, however wide the font is.
        let (x, align) = if place.left > end.at[0] {
            (place.left, Align::Left)
        } else {
            (place.left + place.width, Align::Right)
        };
        ink.label(end.name, [x, y], align, [end.colour, halo]);
    }
}

/// What the dot at a line's end covers.
fn around([x, y]: [f64; 2]) -> Rect {
    Rect { left: x - 4.0, top: y - 4.0, width: 8.0, height: 8.0 }
}

fn place(bounds: Rect, end: &End<'_>, beside: Beside, taken: &[Rect]) -> Option<Rect> {
    let width = wide(end.name) * Face::Plain.size();
    let [x, y] = end.at;
    let room = bounds.left + bounds.width - width;
    let (sides, first) = match beside {
        Beside::Anywhere => ([x + AWAY, x - AWAY - width], 0.0),
        Beside::Curve if x < room - 4.0 * AWAY => ([x + AWAY, x - AWAY - width], 0.0),
        Beside::Curve => ([x.min(room + width) - width, x - AWAY - 1.5 * width], 0.9),
    };
    let rows = (0..16).map(|k: i32| {
        let away = first + f64::from(k / 2 + if first == 0.0 { k % 2 } else { 0 });
        if k % 2 == 0 { -away } else { away }
    });
    let places = rows.flat_map(|row| {
        sides.map(|left| Rect { left, top: y + (row - 0.5) * LINE, width, height: LINE })
    });
    places
        .into_iter()
        .find(|place| within(bounds, place) && !taken.iter().any(|it| meet(it, place)))
}

fn within(bounds: Rect, it: &Rect) -> bool {
    it.left >= bounds.left
        && it.top >= bounds.top
        && it.left + it.width <= bounds.left + bounds.width
        && it.top + it.height <= bounds.top + bounds.height
}

fn meet(a: &Rect, b: &Rect) -> bool {
    /// Between two names, in CSS pixels.
    const APART: f64 = 4.0;
    a.left < b.left + b.width + APART
        && b.left < a.left + a.width + APART
        && a.top < b.top + b.height
        && b.top < a.top + a.height
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Theme;

    const BOUNDS: Rect = Rect { left: 0.0, top: 0.0, width: 300.0, height: 200.0 };

    fn places(ends: &[[f64; 2]]) -> Vec<Rect> {
        let colour = Theme::LIGHT.ink;
        let mut taken: Vec<Rect> = ends.iter().map(|&at| around(at)).collect();
        let own = taken.len();
        for &at in ends {
            let end = End { at, name: "Gradient descent", colour };
            taken.extend(place(BOUNDS, &end, Beside::Anywhere, &taken));
        }
        taken.split_off(own)
    }

    #[test]
    fn no_name_lies_upon_another_or_leaves_the_picture() {
        for ends in [
            vec![[150.0, 100.0]; 4],
            vec![[299.0, 199.0]; 4],
            vec![[1.0, 1.0], [299.0, 1.0], [1.0, 199.0], [299.0, 199.0]],
            (0..6).map(|k| [40.0 * f64::from(k), 100.0]).collect(),
        ] {
            let placed = places(&ends);
            assert_eq!(placed.len(), ends.len(), "{ends:?}");
            for (i, one) in placed.iter().enumerate() {
                assert!(within(BOUNDS, one), "{one:?}");
                assert!(placed[..i].iter().all(|other| !meet(one, other)), "{placed:?}");
            }
        }
    }

    #[test]
    fn a_name_without_room_is_left_out() {
        assert!(places(&[[150.0, 100.0]; 60]).len() < 60);
    }
}
