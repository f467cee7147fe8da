//! What leaves the page and comes back: links, files, pictures.

use descent_core::Bookmark;
use descent_core::export::{self, Library};
use descent_core::run::table::Table;
use descent_plot::svg::Figure;
use descent_plot::{Chart, PAGE_NAMES};
use wasm_bindgen::prelude::*;

use crate::data::Data;
use crate::model::Opened;
use crate::{App, describe};

#[wasm_bindgen]
impl App {
    /// Shows what the fragment of a link says. Returns JSON: what the page itself is told
    /// (`theme`), or what is wrong (`fault`); then nothing has changed.
    #[wasm_bindgen(unchecked_return_type = "Json<Opened>")]
    pub fn open(&mut self, fragment: &str) -> String {
        let answer = match Bookmark::parse(fragment, PAGE_NAMES) {
            Ok(link) => self.open_link(link),
            Err(fault) => Opened { fault: Some(describe::message(&fault)), theme: None },
        };
        answer.text()
    }

    /// The fragment of a link to what is shown, in the page's theme and language: the page's
    /// own address, empty while it is as it opens.
    #[must_use]
    pub fn link(&self, theme: &str, language: &str) -> String {
        self.link_with(theme, language).text(PAGE_NAMES)
    }

    /// The fragment of a link to keep or send, which is never empty.
    #[must_use]
    pub fn lasting_link(&self, theme: &str, language: &str) -> String {
        self.link_with(theme, language).lasting(PAGE_NAMES)
    }

    /// The experiment file.
    #[must_use]
    pub fn save(&self) -> String {
        self.session.experiment().json().pretty()
    }

    /// What is shown as one SVG document of this size in CSS pixels.
    #[must_use]
    pub fn figure(&self, width: f64, height: f64) -> String {
        let (theme, chart) = (self.theme, self.chart.chart);
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
    /// What is shown, in the page's theme and language.
    fn link_with(&self, theme: &str, language: &str) -> Bookmark {
        let shown = |name: &str| match name {
            "chart" => self.chart.chart.id(),
            "theme" => theme,
            _ => language,
        };
        let page = PAGE_NAMES.iter().filter_map(|&(name, known)| {
            Some((name, *known.iter().find(|value| **value == shown(name))?))
        });
        Bookmark { page: page.collect(), ..self.session.bookmark() }
    }

    fn open_link(&mut self, link: Bookmark) -> Opened {
        let chart = link.page_value("chart").and_then(Chart::from_id);
        self.chart.chart = chart.unwrap_or(Chart::ALL[0]);
        let answer = Opened { fault: None, theme: link.page_value("theme") };
        self.session.open(link);
        answer
    }
}
