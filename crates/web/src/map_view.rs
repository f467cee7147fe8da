//! The landscape with its paths.

use descent_core::{Landscape, Levels, Region, Session};
use descent_plot::{Layout, Nearest, Theme, Trail, grid, map, paint};
use wasm_bindgen::JsValue;
use web_sys::HtmlCanvasElement;

use crate::canvas::Canvas;

/// Four layers: the field; axes and marks; the paths, which grow; heads and the start.
/// Each is drawn anew only when what it shows has changed.
pub(crate) struct MapView {
    field: Canvas,
    axes: Canvas,
    paths: Canvas,
    top: Canvas,
    layout: Layout,
    ground: Option<Ground>,
    paths_of: Option<PathsOf>,
    trails: Vec<Trail>,
    /// Of each path that is shown, what is under a pointer.
    nearest: Vec<Nearest>,
}

/// What the field and the axes show.
#[derive(Clone, PartialEq)]
struct Ground {
    landscape: Landscape,
    view: Region,
    layout: Layout,
    theme: &'static str,
}

/// What the paths show, apart from how far they go.
#[derive(Clone, PartialEq)]
struct PathsOf {
    generation: u64,
    styles: Vec<usize>,
    ground: Ground,
}

impl MapView {
    pub(crate) fn new(canvases: [HtmlCanvasElement; 4]) -> Result<Self, JsValue> {
        let [field, axes, paths, top] = canvases;
        Ok(Self {
            field: Canvas::new(field)?,
            axes: Canvas::new(axes)?,
            paths: Canvas::new(paths)?,
            top: Canvas::new(top)?,
            layout: Layout::map([300.0, 300.0], 1.0),
            ground: None,
            paths_of: None,
            trails: Vec::new(),
            nearest: Vec::new(),
        })
    }

    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(crate) fn resize(&mut self, layout: Layout) {
        if layout == self.layout && self.ground.is_some() {
            return;
        }
        self.layout = layout;
        self.forget();
    }

    /// Empties the layers, so that the next frame draws them anew.
    pub(crate) fn forget(&mut self) {
        self.ground = None;
        self.paths_of = None;
        for canvas in [&mut self.field, &mut self.axes, &mut self.paths, &mut self.top] {
            canvas.resize(&self.layout);
        }
    }

    pub(crate) fn draw(&mut self, session: &Session, theme: &'static Theme) -> Result<(), JsValue> {
        let ground = Ground {
            landscape: session.experiment().landscape.clone(),
            view: session.view(),
            layout: self.layout,
            theme: theme.name,
        };
        if self.ground.as_ref() != Some(&ground) {
            self.draw_ground(session, theme)?;
            self.ground = Some(ground.clone());
        }
        self.draw_paths(session, theme, ground);
        self.draw_top(session, theme);
        Ok(())
    }

    fn draw_ground(&self, session: &Session, theme: &Theme) -> Result<(), JsValue> {
        let [left, top, width, height] = self.layout.device_plot();
        let [columns, rows] = grid(width, height);
        let landscape = &session.experiment().landscape;
        let field = landscape.get().sample(session.view(), columns, rows);
        let levels = Levels::of(&field, Levels::COUNT);
        let pixels = paint(&field, &levels, theme, width as usize, height as usize);
        self.field.clear();
        self.field.put(&pixels, width, [left, top])?;
        self.axes.clear();
        let mut outcome = Ok(());
        self.axes.plotters(|area| {
            let drawn = map::axes(area, &self.layout, session.view(), &levels, theme);
            outcome = drawn.map_err(|error| JsValue::from_str(&error.to_string()));
        });
        outcome
    }

    fn draw_paths(&mut self, session: &Session, theme: &Theme, ground: Ground) {
        let styles = session.shown().map(|(_, _, style)| style).collect();
        let paths_of = PathsOf { generation: session.generation(), styles, ground };
        let back = self.trails.iter().any(|trail| trail.drawn() > session.epoch() + 1);
        if back || self.paths_of.as_ref() != Some(&paths_of) {
            self.paths.clear();
            let count = session.shown().count();
            self.trails = vec![Trail::default(); count];
            self.nearest = vec![Nearest::new(&self.layout, session.view()); count];
            self.paths_of = Some(paths_of);
        }
        let Self { paths, layout, trails, nearest, .. } = self;
        let drawn = trails.iter_mut().zip(nearest);
        paths.clipped(layout, |ink| {
            for ((trail, nearest), (_, run, style)) in drawn.zip(session.shown()) {
                let (line, epoch) = (theme.run(style), session.epoch());
                trail.extend(ink, layout, session.view(), run.trajectory(), epoch, line, theme);
                nearest.extend(run.trajectory(), epoch);
            }
        });
    }

    /// The iterate nearest to a place on the canvas, of those that are drawn: the run's place in
    /// the experiment, and the epoch.
    pub(crate) fn nearest(&self, session: &Session, place: [f64; 2]) -> Option<(usize, usize)> {
        let drawn = self.paths_of.as_ref()?.generation;
        // Between a change of the runs and the next frame the paths drawn are of others.
        let runs = session.shown().zip(&self.nearest).filter(|_| drawn == session.generation());
        let found = runs.filter_map(|((index, run, _), nearest)| {
            let (away, epoch) = nearest.find(run.trajectory(), place)?;
            (epoch <= session.epoch()).then_some((away, index, epoch))
        });
        // The later run lies above the earlier.
        let nearest = found.min_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        nearest.map(|(_, index, epoch)| (index, epoch))
    }

    fn draw_top(&mut self, session: &Session, theme: &Theme) {
        let Self { top, layout, .. } = self;
        top.clear();
        top.clipped(layout, |ink| map::foreground(ink, layout, session, theme));
    }
}

/// Draws a landscape alone, filling a canvas: a thumbnail.
pub(crate) fn draw_thumbnail(
    landscape: &Landscape,
    element: HtmlCanvasElement,
    theme: &Theme,
) -> Result<(), JsValue> {
    const LEVELS: usize = 14;
    let (width, height) = (element.width().max(2), element.height().max(2));
    let [columns, rows] = grid(width, height);
    let field = landscape.get().sample(landscape.get().region(), columns, rows);
    let levels = Levels::of(&field, LEVELS);
    let pixels = paint(&field, &levels, theme, width as usize, height as usize);
    Canvas::new(element)?.put(&pixels, width, [0, 0])
}
