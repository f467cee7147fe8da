//! What leaves the page and comes back: links, files, pictures.

use descent_core::Bookmark;
use descent_core::export::{self, Library};
use descent_core::run::table::{Detail, Table};
use descent_core::session::{Effect, report};
use descent_plot::svg::Figure;
use descent_plot::{PAGE_NAMES, Theme};
use wasm_bindgen::prelude::*;

use crate::data::Data;
use crate::{App, describe};

/// The most rows of a table of all runs.
const MOST_ROWS: usize = 400_000;

#[wasm_bindgen]
impl App {
    /// Shows what the fragment of a link says. Returns what came of it as JSON, as [`App::send`]
    /// does. `begins` for the link that the page is opened with, before which there is nothing to
    /// undo.
    #[wasm_bindgen(unchecked_return_type = "Json<Outcome>")]
    pub fn open(&mut self, fragment: &str, begins: bool) -> String {
        let link = Bookmark::parse(fragment, PAGE_NAMES);
        let outcome = link.map(|link| self.open_link(link, begins));
        describe::outcome(outcome).text()
    }

    /// The fragment of a link to what is shown: the page's own address, empty while it is as it
    /// opens.
    #[must_use]
    pub fn link(&self) -> String {
        self.session.bookmark().text(PAGE_NAMES)
    }

    /// The fragment of a link to keep or send, which is never empty.
    #[must_use]
    pub fn lasting_link(&self) -> String {
        self.session.bookmark().lasting(PAGE_NAMES)
    }

    /// The experiment file.
    #[must_use]
    pub fn save(&self) -> String {
        self.session.experiment().json().pretty()
    }

    /// What is shown as one SVG document of this size in CSS pixels.
    #[must_use]
    pub fn figure(&self, width: f64, height: f64) -> String {
        let (theme, chart) = (self.theme(), self.chart());
        let figure = Figure { size: [width, height], theme, chart, ..Figure::default() };
        figure.draw(&self.session, &self.strings)
    }

    /// Every epoch of a run, or of all runs, with all that it carried, as CSV. Of more rows than a
    /// browser has room for it has every so many epochs.
    pub fn csv(&mut self, only: Option<usize>) -> String {
        let all = 0..self.session.runs().len();
        for run in all.filter(|&run| only.is_none_or(|only| only == run)) {
            self.session.finish_run(run);
        }
        let (experiment, runs) = (self.session.experiment(), self.session.runs());
        let every = match only {
            Some(_) => 1,
            None => (runs.len() * (experiment.steps() + 1)).div_ceil(MOST_ROWS).max(1),
        };
        Table { experiment, only, every, detail: Detail::State }.text(runs)
    }

    /// What came of the runs at the epoch that is shown, as a table in Markdown or else in CSV.
    #[must_use]
    pub fn report(&self, markdown: bool) -> String {
        let make = if markdown { report::markdown } else { report::csv };
        make(&self.session, &self.strings)
    }

    /// The experiment as a Python script for a library.
    #[must_use]
    pub fn code(&self, library: &str) -> String {
        let library = Library::from_id(library);
        let code = library.map(|it| export::code(self.session.experiment(), it));
        code.and_then(Result::ok).unwrap_or_default()
    }
}

impl App {
    fn open_link(&mut self, mut link: Bookmark, begins: bool) -> Effect {
        // A link without a theme leaves the reader theirs.
        link.page.retain(|&it| it != ("theme", Theme::SYSTEM));
        if begins {
            self.session.begin(link);
        } else {
            self.session.open(link);
        }
        Effect::Loaded
    }
}
