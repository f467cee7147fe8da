//! What a link tells beside the session.

use descent_core::{PageNames, Strings};

use crate::{Chart, Theme};

/// The chart, the colours and the language.
pub const PAGE_NAMES: &PageNames =
    &[("chart", &Chart::IDS), ("theme", &Theme::CHOICES), ("lang", Strings::LANGUAGES)];
