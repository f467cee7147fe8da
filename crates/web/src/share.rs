//! What leaves the page and comes back: links, files, pictures.

use descent_core::Bookmark;
use descent_core::export::{self, Library};
use descent_core::run::table::Table;
use descent_core::session::Effect;
use descent_plot::svg::Figure;
use descent_plot::{PAGE_NAMES, Theme};
use wasm_bindgen::prelude::*;

use crate::data::Data;
use crate::{App, describe};

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

    /// Every epoch of a run with all that it carried, as CSV.
    pub fn csv(&mut self, run: usize) -> String {
        self.session.finish_run(run);
        Table::state_of(self.session.experiment(), run).text(self.session.runs())
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
