use std::io::Read;

use descent_core::{Experiment, Link, Strings, gallery};
use descent_plot::PAGE_NAMES;

use crate::failure::Failure;

/// As much of a file as it takes to see that it is too long.
const LARGEST: u64 = Experiment::MOST_BYTES as u64 + 1;

/// What every command works on.
#[derive(clap::Args)]
pub(crate) struct Source {
    /// An experiment file, `-` for the standard input, an experiment of the gallery, or a link
    /// to the page, of which the part from its # on is enough
    #[arg(value_name = "FILE")]
    name: String,
}

impl Source {
    /// The experiment and how it is looked at: but for a link, at its last epoch.
    pub(crate) fn link(&self, strings: &Strings) -> Result<Link, Failure> {
        let is_file = std::path::Path::new(&self.name).exists();
        if let Some((_, fragment)) = self.name.split_once('#').filter(|_| !is_file) {
            let link = Link::parse(fragment, PAGE_NAMES);
            return link.map_err(|fault| Failure::in_file("#", &fault, strings));
        }
        let experiment = experiment(&self.name, strings)?;
        let epoch = experiment.epochs;
        Ok(Link { epoch, ..Link::of(experiment) })
    }
}

fn experiment(name: &str, strings: &Strings) -> Result<Experiment, Failure> {
    let text = text(name)?;
    Experiment::parse(&text).map_err(|fault| Failure::in_file(name, &fault, strings))
}

fn text(name: &str) -> Result<String, Failure> {
    let mut text = String::new();
    let read = match name {
        "-" => std::io::stdin().take(LARGEST).read_to_string(&mut text),
        _ => match std::fs::File::open(name) {
            Ok(file) => file.take(LARGEST).read_to_string(&mut text),
            Err(error) => {
                let exhibit = gallery::GALLERY.iter().find(|exhibit| exhibit.id == name);
                return match exhibit {
                    Some(exhibit) => Ok(exhibit.file.to_owned()),
                    None => Err(Failure::with_file("cli.unreadable", name, &error)),
                };
            }
        },
    };
    read.map_err(|error| Failure::with_file("cli.unreadable", name, &error))?;
    Ok(text)
}
