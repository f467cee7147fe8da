//! The page: canvases, pointer and frames around the core.
//!
//! The only crate that knows a browser. The page sends events as JSON; those of form fields
//! name the paths of the experiment file (`runs[1].learning_rate`).

mod bitmap;
mod canvas;
mod chart_view;
mod data;
mod describe;
mod engine;
pub mod functions;
mod layers;
mod map_view;
mod model;
mod pointer;
mod scene;
pub mod second_module;
mod share;
mod stage;
pub mod starts;

use std::rc::Rc;

use descent_core::run::Engine;
use descent_core::session::{Effect, Event, Stride};
use descent_core::{Digest, Experiment, Json, Landscape, Session, Strings, gallery};
use descent_plot::{Chart, Layout, PAGE_NAMES, Picture, Theme};
use wasm_bindgen::prelude::*;
use web_sys::Element;

use chart_view::ChartView;
use data::Data;
use engine::Browser;
use map_view::MapView;
use pointer::Pointer;
use scene::Scene;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "import type { Json, Catalogue, State, Results, Event, Outcome, \
                     MapHover, ChartHover } from './www/types.js';";

/// Makes a panic readable in the console.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// The fingerprint of an experiment file's numbers, computed here and now; what is wrong
/// with the file as JSON.
///
/// # Errors
/// Where the file is no experiment.
#[wasm_bindgen]
pub fn digest(file: &str) -> Result<String, JsValue> {
    let experiment = Experiment::parse(file);
    let engine: Rc<dyn Engine> = Rc::new(Browser::default());
    experiment
        .map(|experiment| Digest::computed_by(&experiment, Some(&engine)).to_string())
        .map_err(|fault| describe::fault(Err(fault)).into())
}

/// The application behind the page.
#[wasm_bindgen]
pub struct App {
    session: Session,
    map: MapView,
    chart: ChartView,
    pointer: Pointer,
    /// How the system has it.
    system_theme: &'static Theme,
    strings: Strings,
    clock: Option<f64>,
    /// Whether the second module is there.
    complete: bool,
}

#[wasm_bindgen]
impl App {
    /// The application on the stages of the map and of the chart, to which it adds its canvases,
    /// with the strings of a locale file.
    ///
    /// # Errors
    /// Where a canvas gives no two-dimensional context.
    #[wasm_bindgen(constructor)]
    pub fn new(map: &Element, chart: &Element, strings: &str) -> Result<App, JsValue> {
        let first = gallery::experiments().first().ok_or("no experiment")?;
        let mut session = Session::new(first.clone());
        session.use_page_names(PAGE_NAMES);
        Ok(Self {
            session,
            map: MapView::new(map)?,
            chart: ChartView::new(chart)?,
            pointer: Pointer::default(),
            system_theme: &Theme::LIGHT,
            strings: Strings::parse(strings).unwrap_or_default(),
            clock: None,
            complete: false,
        })
    }

    /// The second module is there. From now on loops are compiled and formulas are typeset; until
    /// then nothing of that was needed, so that the first module can do without.
    pub fn complete(&mut self) {
        self.complete = true;
        self.session.use_engine(Rc::new(Browser::default()));
    }

    /// Everything that can be chosen, as JSON.
    #[must_use]
    #[wasm_bindgen(unchecked_return_type = "Json<Catalogue>")]
    pub fn catalogue() -> String {
        describe::catalogue().text()
    }

    /// Everything that changes when the experiment or its look does, as JSON.
    #[must_use]
    #[wasm_bindgen(unchecked_return_type = "Json<State>")]
    pub fn state(&self) -> String {
        let state = describe::state(&self.session, self.chart(), self.theme(), &self.strings);
        let state =
            state.map(|state| if self.complete { state.typeset(&self.session) } else { state });
        state.map_or_else(String::new, Data::text)
    }

    /// Everything that changes from frame to frame, as JSON.
    #[must_use]
    #[wasm_bindgen(unchecked_return_type = "Json<Results>")]
    pub fn results(&self) -> String {
        describe::results(&self.session, &self.strings).text()
    }

    /// Does what an event asks for, which comes as JSON: one of the type `Event`. Returns what came
    /// of it as JSON: its `effect`, and its `fault` where it is refused; then nothing has changed.
    #[wasm_bindgen(unchecked_return_type = "Json<Outcome>")]
    pub fn send(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Json<Event>")] event: &str,
    ) -> String {
        let event = Json::parse(event).and_then(|json| Event::read(&json));
        match event {
            Ok(event) => self.told(event),
            Err(fault) => describe::outcome(Err(fault)).text(),
        }
    }

    /// The text of the form field at a path, so many steps up or down, which are `fine`, `usual` or
    /// `coarse`; empty where it is no number.
    #[must_use]
    pub fn stepped(
        &self,
        path: &str,
        steps: i32,
        #[wasm_bindgen(unchecked_param_type = "'fine' | 'usual' | 'coarse'")] stride: &str,
    ) -> String {
        let stride = match stride {
            "fine" => Stride::Fine,
            "coarse" => Stride::Coarse,
            _ => Stride::Usual,
        };
        self.session.stepped(path, steps, stride).unwrap_or_default()
    }

    /// What is wrong with a text for the form field at a path, as JSON; nothing is set.
    #[must_use]
    #[wasm_bindgen(unchecked_return_type = "Json<Outcome>")]
    pub fn check(&self, path: &str, text: &str) -> String {
        let checked = self.session.experiment().clone().set(path, text);
        describe::outcome(checked.map(|()| Effect::Nothing)).text()
    }

    /// What a step of a run does: a formula in MathML for each line, one after the other.
    #[must_use]
    pub fn rule(&self, index: usize) -> String {
        let run = self.session.experiment().runs.get(index);
        run.map_or_else(String::new, |run| run.optimizer.get().typeset().concat())
    }

    /// What each line of a run's rule has set in the step that led to the epoch shown, as JSON: a
    /// text for each parameter. Without lines at epoch 0, and once the run has diverged.
    #[must_use]
    #[wasm_bindgen(unchecked_return_type = "Json<string[][]>")]
    pub fn rule_numbers(&self, index: usize) -> String {
        describe::rule_numbers(&self.session, index).text()
    }

    /// True while it plays.
    #[must_use]
    pub fn playing(&self) -> bool {
        self.session.playback().playing()
    }

    /// The sizes of the map and of the chart in CSS pixels, and device pixels per CSS
    /// pixel; fewer where a canvas would have more pixels than browsers give it.
    pub fn resize(&mut self, map_w: f64, map_h: f64, chart_w: f64, chart_h: f64, ratio: f64) {
        let [map, chart] = [[map_w, map_h], [chart_w, chart_h]];
        self.map.layout = Layout::map(map, canvas::bounded(map, ratio));
        self.chart.layout = Layout::chart(chart, canvas::bounded(chart, ratio));
    }

    /// Draws everything anew with the next frame: a browser may lose what was on a canvas.
    pub fn redraw(&mut self) {
        self.map.forget();
        self.chart.forget();
    }

    /// Says whether the system's theme is `light` or `dark`.
    pub fn use_system_theme(&mut self, name: &str) {
        self.system_theme = Theme::named(name);
    }

    /// Lets the time of a frame come, in milliseconds. True while another frame is needed.
    pub fn advance(&mut self, now: f64) -> bool {
        let last = self.clock.replace(now).unwrap_or(now);
        let more = self.session.tick((now - last) / 1000.0);
        if !more {
            self.clock = None;
        }
        more
    }

    /// Draws what has changed.
    ///
    /// # Errors
    /// Where a canvas cannot be drawn on.
    pub fn draw(&mut self) -> Result<(), JsValue> {
        let (chart, theme) = (self.chart(), self.theme());
        let scene = Scene {
            session: &self.session,
            theme,
            picture: Picture::of(&self.session, theme, &self.strings),
            map: self.map.layout,
            plot: self.chart.layout,
            chart,
            axis: self.chart.axis(&self.session, chart),
            hovered: self.chart.hovered,
        };
        self.map.draw(&scene)?;
        self.chart.draw(&scene)
    }

    /// A landscape's thumbnail, so many pixels wide and high, as a BMP file.
    ///
    /// # Errors
    /// Where there is no such landscape.
    pub fn thumbnail(kind: &str, side: u16, theme: &str) -> Result<Vec<u8>, JsValue> {
        let landscape = Landscape::from_kind(kind).ok_or("no such landscape")?;
        Ok(map_view::thumbnail(&landscape, side.max(2), Theme::named(theme)))
    }
}

impl App {
    /// The chart that is chosen.
    fn chart(&self) -> Chart {
        self.session.page_value("chart").and_then(Chart::from_id).unwrap_or(Chart::COST_LOG)
    }

    /// The theme that is chosen, or else the system's.
    fn theme(&self) -> &'static Theme {
        match self.session.page_value("theme") {
            None | Some(Theme::SYSTEM) => self.system_theme,
            Some(name) => Theme::named(name),
        }
    }

    /// Every event goes through here, the pointer's too. Returns what came of it as JSON.
    fn told(&mut self, event: Event) -> String {
        // The time that it stood still does not count.
        if let Event::Play {} = event {
            self.clock = None;
        }
        describe::outcome(self.session.send(event)).text()
    }
}
