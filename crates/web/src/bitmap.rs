//! Pixels as an image file that every browser shows: a BMP, which needs no compression. An image
//! that does not change costs a frame nothing, while every canvas that is shown costs some of it.

/// The two headers of a BMP file, in bytes.
const HEADERS: u32 = 14 + 40;

/// A square of so many pixels along a side as a BMP file, 32 bits a pixel; opacity is left out.
/// The first pixel is the upper left one.
pub(crate) fn file(pixels: &[[u8; 4]], side: u16) -> Vec<u8> {
    let size = HEADERS + pixels.len() as u32 * 4;
    let mut file = Vec::with_capacity(size as usize);
    file.extend_from_slice(b"BM");
    let side = i32::from(side);
    // A negative height says that the upper row comes first. One plane of 32 bits.
    let header = [size, 0, HEADERS, 40, side as u32, -side as u32, 1 | 32 << 16, 0, 0, 0, 0, 0, 0];
    header.iter().for_each(|word| file.extend_from_slice(&word.to_le_bytes()));
    pixels
        .iter()
        .for_each(|[red, green, blue, _]| file.extend_from_slice(&[*blue, *green, *red, 0]));
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_its_headers_and_its_pixels() {
        let pixels = [[1, 2, 3, 255], [4, 5, 6, 255], [7, 8, 9, 255], [10, 11, 12, 255]];
        let file = file(&pixels, 2);
        let word = |at: usize| i32::from_le_bytes(file[at..at + 4].try_into().expect("a word"));
        assert_eq!(&file[..2], b"BM");
        assert_eq!([word(2), word(10), word(14)], [file.len() as i32, 54, 40]);
        assert_eq!([word(18), word(22)], [2, -2]);
        assert_eq!(file[26..30], [1, 0, 32, 0]);
        assert_eq!(file[54..], [3, 2, 1, 0, 6, 5, 4, 0, 9, 8, 7, 0, 12, 11, 10, 0]);
    }
}
