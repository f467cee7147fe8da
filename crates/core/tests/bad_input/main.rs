//! Whatever comes in, nothing breaks: it is accepted and means what it says, or is refused
//! in one clear line and leaves everything as it was.

mod damage;
mod faults;
mod fields;
mod files;
mod hostile;
mod links;
mod places;
mod sessions;
mod strategies;
mod strict;
