//! Experiments to begin with, as files that anyone can run.

use std::sync::LazyLock;

use crate::Experiment;

/// An experiment of the gallery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exhibit {
    /// Its name, and its key among the page's strings.
    pub id: &'static str,
    /// The experiment file.
    pub file: &'static str,
}

/// Lists files of the folder `experiments` by their names.
macro_rules! gallery {
    ($($id:literal),* $(,)?) => {
        /// Every experiment of the gallery; the first one is what a page begins with.
        ///
        /// Links name them. What they mean there is [frozen](crate::Bookmark): a file may change,
        /// be renamed or go.
        pub const GALLERY: &[Exhibit] = &[$(Exhibit {
            id: $id,
            file: include_str!(concat!("../../../experiments/", $id, ".json")),
        }),*];

        /// Their names.
        pub const IDS: &[&str] = &[$($id),*];
    };
}

gallery![
    "assignment_a_notes",
    "assignment_a",
    "assignment_b",
    "assignment_b_tuned",
    "beale_saddle",
];

/// The experiments of the gallery, read, in its order.
#[must_use]
pub fn experiments() -> &'static [Experiment] {
    static READ: LazyLock<Vec<Experiment>> = LazyLock::new(|| {
        GALLERY.iter().filter_map(|exhibit| Experiment::parse(exhibit.file).ok()).collect()
    });
    &READ
}

/// The experiment of this name.
#[must_use]
pub fn named(id: &str) -> Option<&'static Experiment> {
    experiments().get(IDS.iter().position(|known| *known == id)?)
}

/// The name of an experiment that is one of the gallery.
#[must_use]
pub fn name(experiment: &Experiment) -> Option<&'static str> {
    let index = experiments().iter().position(|known| known == experiment)?;
    IDS.get(index).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exhibit_is_an_experiment() {
        for exhibit in GALLERY {
            let experiment = Experiment::parse(exhibit.file);
            let experiment = experiment.unwrap_or_else(|fault| panic!("{}: {fault}", exhibit.id));
            assert_eq!(name(&experiment), Some(exhibit.id));
            assert_eq!(named(exhibit.id), Some(&experiment));
            assert_eq!(name(&Experiment { epochs: 7, ..experiment }), None);
        }
    }
}
