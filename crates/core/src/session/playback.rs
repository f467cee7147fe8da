use crate::settings::Range;

/// Which epoch is shown, and how it moves. It knows no clock: time is handed to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Playback {
    position: f64,
    epochs: usize,
    speed: f64,
    playing: bool,
}

impl Playback {
    /// The speeds to choose from, in epochs per second: from one at a time to thousands
    /// a frame.
    pub const SPEEDS: [f64; 8] = [1.0, 5.0, 20.0, 60.0, 300.0, 3_000.0, 30_000.0, 300_000.0];

    /// The speeds that a link may ask for.
    pub const SPEED: Range = Range::log(0.1, 1e6);

    /// The speed when nothing is said: 150 epochs in two and a half seconds.
    pub const DEFAULT_SPEED: f64 = 60.0;

    /// The longest time between two frames that counts: a page that was hidden for an
    /// hour does not jump.
    const LONGEST_FRAME: f64 = 0.25;

    /// Paused at epoch 0 of `epochs`.
    #[must_use]
    pub fn new(epochs: usize) -> Self {
        Self { position: 0.0, epochs, speed: Self::DEFAULT_SPEED, playing: false }
    }

    /// The epoch that is shown.
    #[must_use]
    pub fn epoch(&self) -> usize {
        self.position as usize
    }

    /// How many epochs there are.
    #[must_use]
    pub fn epochs(&self) -> usize {
        self.epochs
    }

    /// True while it plays.
    #[must_use]
    pub fn playing(&self) -> bool {
        self.playing
    }

    /// Epochs per second.
    #[must_use]
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// Sets the speed, in epochs per second.
    pub fn set_speed(&mut self, speed: f64) {
        if speed > 0.0 && speed.is_finite() {
            self.speed = speed;
        }
    }

    /// Plays on from here; from the beginning where the end is reached.
    pub fn play(&mut self) {
        if self.epoch() >= self.epochs {
            self.position = 0.0;
        }
        self.playing = true;
    }

    /// Stands still.
    pub fn pause(&mut self) {
        self.playing = false;
    }

    /// Stands still at an epoch, at the last one at most.
    pub fn seek(&mut self, epoch: usize) {
        self.playing = false;
        self.position = epoch.min(self.epochs) as f64;
    }

    /// Stands still some epochs further or back.
    pub fn step(&mut self, epochs: i64) {
        let epoch = (self.epoch() as i64).saturating_add(epochs);
        self.seek(usize::try_from(epoch).unwrap_or(0));
    }

    /// Lets `seconds` pass. True while it plays.
    pub fn tick(&mut self, seconds: f64) -> bool {
        // A clock that says NaN, or goes backwards, says nothing.
        if self.playing && seconds > 0.0 {
            self.position += self.speed * seconds.min(Self::LONGEST_FRAME);
            if self.position >= self.epochs as f64 {
                self.seek(self.epochs);
            }
        }
        self.playing
    }

    /// The runs are others now: what plays begins anew, what stands keeps its epoch.
    pub(super) fn restart_over(&mut self, epochs: usize) {
        let at_end = self.epoch() >= self.epochs;
        self.epochs = epochs;
        if self.playing {
            self.position = 0.0;
        } else if at_end {
            self.position = epochs as f64;
        }
        self.position = self.position.min(epochs as f64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_plays_pauses_resumes_and_stops_at_the_end() {
        let mut playback = Playback::new(150);
        playback.play();
        assert!(playback.tick(0.2));
        assert_eq!(playback.epoch(), 12);
        playback.pause();
        playback.tick(0.2);
        assert_eq!(playback.epoch(), 12);
        playback.play();
        playback.tick(0.1);
        assert_eq!(playback.epoch(), 18);
        while playback.tick(0.1) {}
        assert_eq!(playback.epoch(), 150);
        playback.play();
        assert_eq!(playback.epoch(), 0);
    }

    #[test]
    fn slow_speeds_add_up_and_a_hidden_page_does_not_jump() {
        let mut playback = Playback::new(150);
        playback.set_speed(1.0);
        playback.play();
        (0..61).for_each(|_| _ = playback.tick(1.0 / 60.0));
        assert_eq!(playback.epoch(), 1);
        playback.set_speed(60.0);
        playback.tick(3600.0);
        assert_eq!(playback.epoch(), 16);
    }

    #[test]
    fn a_speed_that_leads_nowhere_is_not_taken() {
        let mut playback = Playback::new(150);
        for (speed, taken) in [(0.5, 0.5), (1e6, 1e6)] {
            playback.set_speed(speed);
            assert_eq!(playback.speed(), taken);
        }
        for speed in [0.0, -0.0, -60.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            playback.set_speed(speed);
            assert_eq!(playback.speed(), 1e6, "{speed}");
        }
    }

    #[test]
    fn no_clock_and_no_count_leads_out_of_the_experiment() {
        let mut playback = Playback::new(150);
        playback.play();
        for seconds in [f64::NAN, f64::NEG_INFINITY, -1.0, 0.0] {
            assert!(playback.tick(seconds));
            assert_eq!(playback.epoch(), 0, "{seconds}");
        }
        playback.tick(f64::INFINITY);
        assert_eq!(playback.epoch(), 15);
        playback.step(i64::MAX);
        assert_eq!(playback.epoch(), 150);
        playback.step(i64::MIN);
        assert_eq!(playback.epoch(), 0);
    }

    #[test]
    fn what_stands_keeps_its_epoch_and_what_plays_begins_anew() {
        let mut playback = Playback::new(150);
        playback.seek(40);
        playback.restart_over(100);
        assert_eq!(playback.epoch(), 40);
        playback.seek(100);
        playback.restart_over(150);
        assert_eq!(playback.epoch(), 150);
        playback.seek(40);
        playback.play();
        playback.restart_over(150);
        assert_eq!((playback.epoch(), playback.playing()), (0, true));
        playback.step(-5);
        assert_eq!((playback.epoch(), playback.playing()), (0, false));
    }
}
