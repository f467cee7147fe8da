use std::ops::Deref;

/// A list of numbers whose memory stays when it is shortened, and is not written to before it is
/// used again.
///
/// It is read as a slice. A `Vec` would write zeros to all that is added to be filled.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// The list, and behind it what it was when it was longer.
    numbers: Vec<f64>,
    len: usize,
}

/// How many zeros are copied at once.
const BLOCK: usize = 256;

impl Column {
    /// Makes room for `more` numbers.
    pub(super) fn reserve(&mut self, more: usize) {
        self.numbers.reserve((self.len + more).saturating_sub(self.numbers.len()));
    }

    /// For how many numbers there is room.
    #[must_use]
    pub fn room(&self) -> usize {
        self.numbers.capacity()
    }

    /// Appends `more` numbers, whatever they are.
    pub(super) fn grow(&mut self, more: usize) {
        self.len += more;
        while self.numbers.len() < self.len {
            // One copy, where `resize` goes number by number.
            let missing = BLOCK.min(self.len - self.numbers.len());
            self.numbers.extend_from_slice(&[0.0; BLOCK][..missing]);
        }
    }

    /// Appends a number.
    pub(super) fn push(&mut self, number: f64) {
        self.grow(1);
        self.numbers[self.len - 1] = number;
    }

    /// Forgets all but the first `len` numbers.
    pub(super) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// The numbers from a place on.
    pub(super) fn tail(&mut self, from: usize) -> &mut [f64] {
        &mut self.numbers[from..self.len]
    }
}

impl Deref for Column {
    type Target = [f64];

    #[inline]
    fn deref(&self) -> &[f64] {
        &self.numbers[..self.len]
    }
}

impl<'a> IntoIterator for &'a Column {
    type Item = &'a f64;
    type IntoIter = std::slice::Iter<'a, f64>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Whether they have the same bits.
impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        self.iter().map(|number| number.to_bits()).eq(other.iter().map(|number| number.to_bits()))
    }
}

impl<const N: usize> PartialEq<[f64; N]> for Column {
    fn eq(&self, other: &[f64; N]) -> bool {
        **self == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_again_is_what_it_was() {
        let mut column = Column::default();
        column.grow(1000);
        assert!(column.len() == 1000 && column.iter().all(|&number| number == 0.0));
        column.tail(998).copy_from_slice(&[1.0, 2.0]);
        column.truncate(999);
        assert_eq!((column.len(), column.last()), (999, Some(&1.0)));
        column.grow(2);
        assert_eq!(column[998..], [1.0, 2.0, 0.0]);
        column.truncate(0);
        column.push(7.0);
        assert_eq!(column, [7.0]);
        assert_ne!(column, [7.0, 0.0]);
    }

    #[test]
    fn there_is_room_for_what_is_reserved() {
        let mut column = Column::default();
        column.reserve(700);
        let room = column.room();
        assert!(room >= 700);
        column.grow(700);
        column.truncate(10);
        column.reserve(room - 10);
        assert_eq!(column.room(), room);
    }
}
