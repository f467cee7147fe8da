use std::io::Read;

use descent_core::{Experiment, Strings, gallery};

use crate::failure::Failure;

/// The largest experiment file that is read: far more than any experiment needs.
const LARGEST: u64 = 4 << 20;

/// The experiment of a file, of the standard input for `-`, or of the gallery where no file
/// has that name.
pub(crate) fn experiment(name: &str, strings: &Strings) -> Result<Experiment, Failure> {
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
