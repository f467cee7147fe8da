//! What is written is read, and what is damaged is read or refused in one line.

use descent_core::Experiment;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::damage::damage;
use crate::faults::{reads_back, told};
use crate::strategies::{cases, experiment};

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn what_is_written_reads_back_to_the_bit(experiment in experiment(Experiment::MOST_RUNS)) {
        reads_back(&experiment);
    }
}

proptest! {
    #![proptest_config(cases(4096))]

    #[test]
    fn a_damaged_file_is_read_or_refused_in_one_line(
        experiment in experiment(2),
        place in any::<Index>(),
        damage in damage(),
    ) {
        _ = told(&damage.done(&experiment, place));
    }
}
