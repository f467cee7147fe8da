//! Landscapes, derivatives, optimizers, runs and experiments.
