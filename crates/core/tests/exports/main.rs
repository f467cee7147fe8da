//! Scripts for other libraries compute what a run computes.

mod cases;
mod laws;
mod python;
mod runs;
mod variants;
