//! WebAssembly's binary form, as far as loops need it (W3C, *WebAssembly Core Specification*,
//! section 5).

/// An instruction without operands of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the instruction of its name")]
pub(crate) enum Op {
    Else = 0x05,
    End = 0x0b,
    Return = 0x0f,
    Select = 0x1b,
    I32Eqz = 0x45,
    I32Ne = 0x47,
    I32LtU = 0x49,
    F64Eq = 0x61,
    F64Ne = 0x62,
    F64Lt = 0x63,
    I32Add = 0x6a,
    I32Sub = 0x6b,
    I32Mul = 0x6c,
    I32And = 0x71,
    I32Shl = 0x74,
    F64Abs = 0x99,
    F64Neg = 0x9a,
    F64Sqrt = 0x9f,
    F64Add = 0xa0,
    F64Sub = 0xa1,
    F64Mul = 0xa2,
    F64Div = 0xa3,
    F64FromI32 = 0xb7,
}

/// An instruction on both lanes of a vector of two f64, or on all its bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the instruction of its name")]
pub(crate) enum Simd {
    Load = 0,
    LoadSplat = 10,
    Store = 11,
    Splat = 20,
    ExtractLane = 33,
    ReplaceLane = 34,
    Eq = 71,
    Lt = 73,
    And = 78,
    AndNot = 79,
    Or = 80,
    Bitselect = 82,
    AnyTrue = 83,
    IntAllTrue = 195,
    IntShl = 203,
    IntAdd = 206,
    Abs = 236,
    Neg = 237,
    Sqrt = 239,
    Add = 240,
    Sub = 241,
    Mul = 242,
    Div = 243,
    /// b < a ? b : a.
    PMin = 246,
    /// a < b ? b : a.
    PMax = 247,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    V128 = 0x7b,
    F64 = 0x7c,
    I32 = 0x7f,
}

/// Bytes of a module or of a function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Code(Vec<u8>);

impl Code {
    pub(crate) fn bytes(self) -> Vec<u8> {
        self.0
    }

    pub(crate) fn byte(&mut self, byte: u8) -> &mut Self {
        self.0.push(byte);
        self
    }

    /// An unsigned number in LEB128.
    pub(crate) fn number(&mut self, mut number: u32) -> &mut Self {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.byte(number as u8)
    }

    /// Bytes with their count before them.
    pub(crate) fn sized(&mut self, bytes: &[u8]) -> &mut Self {
        self.number(bytes.len() as u32).0.extend_from_slice(bytes);
        self
    }

    /// What was written elsewhere.
    pub(crate) fn append(&mut self, code: &Self) -> &mut Self {
        self.0.extend_from_slice(&code.0);
        self
    }

    /// A section of a module.
    pub(crate) fn section(&mut self, id: u8, content: &Self) -> &mut Self {
        self.byte(id).sized(&content.0)
    }

    /// A list of types.
    pub(crate) fn types(&mut self, types: &[Type]) -> &mut Self {
        self.sized(&types.iter().map(|&of| of as u8).collect::<Vec<_>>())
    }

    pub(crate) fn op(&mut self, op: Op) -> &mut Self {
        self.byte(op as u8)
    }

    pub(crate) fn simd(&mut self, op: Simd) -> &mut Self {
        self.byte(0xfd).number(op as u32)
    }

    /// One of the lanes of the vector on the stack, or, to replace it, of that beneath.
    pub(crate) fn lane(&mut self, op: Simd, lane: u8) -> &mut Self {
        self.simd(op).byte(lane)
    }

    /// The vector that stands so many bytes behind the address on the stack.
    pub(crate) fn load_vector(&mut self, offset: usize) -> &mut Self {
        self.simd(Simd::Load).byte(ALIGNMENT).number(offset as u32)
    }

    /// The f64 that stands so many bytes behind the address on the stack, in both lanes.
    pub(crate) fn load_splat(&mut self, offset: usize) -> &mut Self {
        self.simd(Simd::LoadSplat).byte(ALIGNMENT).number(offset as u32)
    }

    /// Writes the vector on the stack so many bytes behind the address beneath it.
    pub(crate) fn store_vector(&mut self, offset: usize) -> &mut Self {
        self.simd(Simd::Store).byte(ALIGNMENT).number(offset as u32)
    }

    pub(crate) fn get(&mut self, local: u32) -> &mut Self {
        self.byte(0x20).number(local)
    }

    pub(crate) fn set(&mut self, local: u32) -> &mut Self {
        self.byte(0x21).number(local)
    }

    pub(crate) fn tee(&mut self, local: u32) -> &mut Self {
        self.byte(0x22).number(local)
    }

    pub(crate) fn call(&mut self, function: u32) -> &mut Self {
        self.byte(0x10).number(function)
    }

    /// A constant of type i32.
    pub(crate) fn int(&mut self, mut number: u32) -> &mut Self {
        self.byte(0x41);
        // In signed LEB128 the highest bit of the last seven is the sign.
        while number >= 0x40 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.byte(number as u8)
    }

    pub(crate) fn constant(&mut self, number: f64) -> &mut Self {
        self.byte(0x44).0.extend_from_slice(&number.to_le_bytes());
        self
    }

    /// The f64 that stands so many bytes behind the address on the stack.
    pub(crate) fn load(&mut self, offset: usize) -> &mut Self {
        self.byte(0x2b).byte(ALIGNMENT).number(offset as u32)
    }

    /// Writes the f64 on the stack so many bytes behind the address beneath it.
    pub(crate) fn store(&mut self, offset: usize) -> &mut Self {
        self.byte(0x39).byte(ALIGNMENT).number(offset as u32)
    }

    /// The begin of a loop without a result.
    pub(crate) fn loop_(&mut self) -> &mut Self {
        self.byte(0x03).byte(0x40)
    }

    /// The begin of a choice between two values.
    pub(crate) fn if_(&mut self, result: Type) -> &mut Self {
        self.byte(0x04).byte(result as u8)
    }

    /// The begin of what is done if the number on the stack is not 0.
    pub(crate) fn when(&mut self) -> &mut Self {
        self.byte(0x04).byte(0x40)
    }

    /// Goes to the begin of the innermost loop if the number on the stack is not 0.
    pub(crate) fn again_if(&mut self) -> &mut Self {
        self.byte(0x0d).byte(0)
    }

    /// The begin of a block that can be left.
    pub(crate) fn block(&mut self) -> &mut Self {
        self.byte(0x02).byte(0x40)
    }

    /// Goes so many blocks outwards if the number on the stack is not 0: to the end of a block,
    /// or to the begin of a loop.
    pub(crate) fn branch_if(&mut self, depth: u32) -> &mut Self {
        self.byte(0x0d).number(depth)
    }

    /// Goes to the begin of the loop that is around the innermost block, if the number on the
    /// stack is not 0.
    pub(crate) fn again_outside_if(&mut self) -> &mut Self {
        self.byte(0x0d).byte(1)
    }
}

/// 2³ bytes.
const ALIGNMENT: u8 = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_leb128() {
        for (number, bytes) in [
            (0, &[0][..]),
            (127, &[127]),
            (128, &[0x80, 1]),
            (624_485, &[0xe5, 0x8e, 0x26]),
            (u32::MAX, &[0xff, 0xff, 0xff, 0xff, 0x0f]),
        ] {
            assert_eq!(Code::default().number(number).clone().bytes(), bytes);
        }
    }
}
