use descent_core::{Levels, Optimizer, RunSpec};

/// A colour with its opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    /// Red, green, blue.
    pub rgb: [u8; 3],
    /// From 0 (invisible) to 1.
    pub alpha: f64,
}

impl Colour {
    /// A colour from its six hexadecimal digits.
    #[must_use]
    pub const fn hex(digits: u32) -> Self {
        Self { rgb: [(digits >> 16) as u8, (digits >> 8) as u8, digits as u8], alpha: 1.0 }
    }

    /// The same colour, letting the ground shine through.
    #[must_use]
    pub const fn with_alpha(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }

    /// As it is written in CSS and SVG.
    #[must_use]
    pub fn css(self) -> String {
        let [r, g, b] = self.rgb;
        if self.alpha < 1.0 {
            format!("rgba({r},{g},{b},{})", self.alpha)
        } else {
            format!("#{r:02x}{g:02x}{b:02x}")
        }
    }
}

/// The colours of a picture. `www/style.css` gives the page the same ones; a test holds
/// the two together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Its name, and the page's `data-theme`.
    pub name: &'static str,
    /// The ground of the page.
    pub paper: Colour,
    /// The ground of fields and discs.
    pub panel: Colour,
    /// Text and marks.
    pub ink: Colour,
    /// Text of lesser weight.
    pub soft: Colour,
    /// Grid lines and rules.
    pub line: Colour,
    /// The start.
    pub accent: Colour,
    /// What separates a path from the landscape behind it.
    pub halo: Colour,
    /// What contour lines are mixed with.
    pub edge: Colour,
    ramp: &'static [[u8; 3]],
    hues: &'static [Colour; HUES],
}

const HUES: usize = 8;

/// The hue of each of the first optimizers of the list, and of those that follow: the four that
/// are shown together most are the most different.
const HUE_OF: [usize; HUES] = [0, 1, 4, 6, 2, 3, 5, 7];

/// On and off lengths in CSS pixels, solid first.
const DASHES: [&[f64]; 5] = [&[], &[10.0, 4.0], &[2.5, 4.0], &[12.0, 4.0, 2.5, 4.0], &[5.0, 3.0]];

impl Theme {
    /// What a link may ask for: as the system has it, or a theme.
    pub const CHOICES: [&'static str; 3] = [Self::SYSTEM, Self::LIGHT.name, Self::DARK.name];

    /// No theme of its own: that of the system.
    pub const SYSTEM: &'static str = "system";

    /// Ink on warm paper.
    pub const LIGHT: Self = Self {
        name: "light",
        paper: Colour::hex(0xfb_faf7),
        panel: Colour::hex(0xff_ffff),
        ink: Colour::hex(0x1d_2329),
        soft: Colour::hex(0x5a_646e),
        line: Colour::hex(0xe3_e0d8),
        accent: Colour::hex(0xb3_261e),
        halo: Colour::hex(0xff_ffff).with_alpha(0.8),
        edge: Colour::hex(0xff_ffff),
        ramp: &[
            [252, 251, 240],
            [214, 232, 222],
            [141, 196, 205],
            [62, 134, 180],
            [28, 66, 128],
            [16, 32, 76],
        ],
        hues: &[
            Colour::hex(0x00_72b2),
            Colour::hex(0xd5_5e00),
            Colour::hex(0x00_9e73),
            Colour::hex(0xaa_3b8f),
            Colour::hex(0x8f_6b00),
            Colour::hex(0xc2_255c),
            Colour::hex(0x4c_6272),
            Colour::hex(0x6b_46c1),
        ],
    };

    /// Chalk on slate.
    pub const DARK: Self = Self {
        name: "dark",
        paper: Colour::hex(0x14_171a),
        panel: Colour::hex(0x1b_1f23),
        ink: Colour::hex(0xe8_e6e1),
        soft: Colour::hex(0x9a_a4ad),
        line: Colour::hex(0x30_363c),
        accent: Colour::hex(0xff_7a6b),
        halo: Colour::hex(0x00_0000).with_alpha(0.55),
        edge: Colour::hex(0x00_0000),
        ramp: &[[232, 236, 224], [150, 190, 196], [74, 128, 160], [38, 72, 116], [20, 30, 58]],
        hues: &[
            Colour::hex(0x56_b4e9),
            Colour::hex(0xff_9a4d),
            Colour::hex(0x3e_cf9f),
            Colour::hex(0xe0_8acb),
            Colour::hex(0xe6_c34a),
            Colour::hex(0xff_7f9f),
            Colour::hex(0xb3_c4d1),
            Colour::hex(0xb4_9cff),
        ],
    };

    /// The theme of a name; the light one where there is none of it.
    #[must_use]
    pub fn named(name: &str) -> &'static Self {
        if name == Self::DARK.name { &Self::DARK } else { &Self::LIGHT }
    }

    /// The landscape's colour at a tone, from 0 (cheapest, lightest) to 1.
    #[must_use]
    pub fn tone(&self, tone: f64) -> [u8; 3] {
        let place = tone.clamp(0.0, 1.0) * (self.ramp.len() - 1) as f64;
        let below = (place as usize).min(self.ramp.len() - 2);
        let (a, b) = (self.ramp[below], self.ramp[below + 1]);
        mix(a, b, place - below as f64)
    }

    /// The colour of every band between levels, cheapest first.
    #[must_use]
    pub fn bands(&self, levels: &Levels) -> Vec<[u8; 3]> {
        let count = levels.values().len();
        (0..=count).map(|band| self.tone(band as f64 / count.max(1) as f64)).collect()
    }

    /// The lines of runs. A colour belongs to an optimizer, wherever its run stands; where several
    /// runs would share one, the dash tells them apart. No two of the first forty lines are alike.
    #[must_use]
    pub fn lines(&self, runs: &[RunSpec]) -> Vec<Line> {
        let mut taken: Vec<[usize; 2]> = Vec::new();
        for run in runs {
            let kind = run.optimizer.kind();
            let place = Optimizer::KINDS.iter().position(|&it| it == kind).unwrap_or(0);
            let own = HUE_OF[place % HUES];
            let first = own + place / HUES;
            let ways = (0..HUES * DASHES.len())
                .map(|k| [(own + k / DASHES.len()) % HUES, (first + k) % DASHES.len()]);
            taken.push(ways.clone().find(|way| !taken.contains(way)).unwrap_or([own, 0]));
        }
        taken.into_iter().map(|[hue, dash]| (self.hues[hue], DASHES[dash])).collect()
    }

    /// What the line between a band and the next dearer one is mixed with, and how strongly: where
    /// bands are as pale as the paper, a pale line would not be seen.
    #[must_use]
    pub fn contour(&self, band: [u8; 3]) -> ([u8; 3], f64) {
        let pale = band.iter().all(|&part| part > 185) && self.edge.rgb[0] > 127;
        if pale { (self.tone(0.62), 0.34) } else { (self.edge.rgb, 0.16) }
    }
}

/// How a run's line looks: its colour, and its on and off lengths.
pub type Line = (Colour, &'static [f64]);

/// A colour between two.
#[must_use]
pub(crate) fn mix(a: [u8; 3], b: [u8; 3], t: f64) -> [u8; 3] {
    std::array::from_fn(|k| (f64::from(a[k]) + (f64::from(b[k]) - f64::from(a[k])) * t + 0.5) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(kinds: &[&str]) -> Vec<RunSpec> {
        let optimizer = |kind: &&str| Optimizer::from_kind(kind).expect("listed");
        kinds.iter().map(|kind| RunSpec::new(optimizer(kind))).collect()
    }

    #[test]
    fn no_two_of_forty_runs_look_alike() {
        let same = vec!["adam"; 40];
        let mixed: Vec<&str> = Optimizer::KINDS.iter().copied().cycle().take(40).collect();
        for theme in [Theme::LIGHT, Theme::DARK] {
            for kinds in [&same, &mixed] {
                let lines = theme.lines(&runs(kinds));
                for (i, line) in lines.iter().enumerate() {
                    assert!(!lines[..i].contains(line), "{i} of {kinds:?} looks like another");
                }
            }
        }
    }

    #[test]
    fn a_colour_belongs_to_an_optimizer() {
        let theme = Theme::LIGHT;
        let alone = |kind| theme.lines(&runs(&[kind]))[0];
        for &kind in Optimizer::KINDS {
            let among = theme.lines(&runs(&["momentum", "adam", kind, kind]));
            assert_eq!(among[2].0, alone(kind).0, "{kind}");
            assert_eq!(among[3].0, alone(kind).0, "{kind}");
            assert_ne!(among[3].1, among[2].1, "{kind}");
        }
        let classic = theme.lines(&runs(&["gradient_descent", "momentum", "rmsprop", "adam"]));
        for (i, line) in classic.iter().enumerate() {
            assert!(classic[..i].iter().all(|other| other.0 != line.0 && other.1 != line.1));
        }
    }

    #[test]
    fn the_page_has_the_same_colours() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/style.css");
        let css = std::fs::read_to_string(path).expect("the page's style");
        let (light, dark) = css.split_once("[data-theme=dark]").expect("a dark theme");
        for (theme, css) in [(Theme::LIGHT, light), (Theme::DARK, dark)] {
            for (name, colour) in [
                ("paper", theme.paper),
                ("panel", theme.panel),
                ("ink", theme.ink),
                ("soft", theme.soft),
                ("line", theme.line),
                ("accent", theme.accent),
            ] {
                let hex = colour.css();
                let short = format!("#{}{}{}", &hex[1..2], &hex[3..4], &hex[5..6]);
                let said = css.lines().flat_map(|line| line.split(['{', ';'])).find_map(|rule| {
                    let (property, value) = rule.trim().split_once(':')?;
                    (property == format!("--{name}")).then(|| value.trim().to_owned())
                });
                let said = said.unwrap_or_else(|| panic!("--{name} in {}", theme.name));
                assert!(said == hex || said == short, "--{name}: {said}, {hex} in {}", theme.name);
            }
        }
    }
}
