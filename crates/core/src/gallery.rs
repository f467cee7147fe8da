//! Experiments to begin with, as files that anyone can run.

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
        /// Links name them: what a file says stays, a change needs another name.
        pub const GALLERY: &[Exhibit] = &[$(Exhibit {
            id: $id,
            file: include_str!(concat!("../../../experiments/", $id, ".json")),
        }),*];

        /// Their names.
        pub const IDS: &[&str] = &[$($id),*];
    };
}

gallery!["assignment_a_notes", "assignment_a", "assignment_b", "beale_saddle"];

/// The name of an experiment that is one of the gallery.
#[must_use]
pub fn name(experiment: &Experiment) -> Option<&'static str> {
    let is_it = |exhibit: &&Exhibit| Experiment::parse(exhibit.file).as_ref() == Ok(experiment);
    GALLERY.iter().find(is_it).map(|exhibit| exhibit.id)
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
            assert_eq!(name(&Experiment { epochs: 7, ..experiment }), None);
        }
    }
}
