//! Constants (II.22.9): values of fields, and of parameters that are left out.

use super::Surface;
use super::model::Value;
use crate::bytes::Bytes;
use crate::{Coded, Constant, Handle, HasConstant, Metadata};

impl<'a> Surface<'a> {
    /// The constant that belongs to a field or parameter.
    pub(super) fn constant(&self, of: Handle) -> Option<Value<'a>> {
        let owner = Coded::<HasConstant>::number_of(of)?;
        let (_, row) = self.lookups.constants.rows(&self.metadata, owner).next()?;
        value(&self.metadata, &row)
    }
}

/// The value, by the type of its element (II.23.1.16).
fn value<'a>(metadata: &Metadata<'a>, row: &Constant) -> Option<Value<'a>> {
    let blob = metadata.blob(row.value)?;
    let bytes = Bytes(blob);
    Some(match row.kind & 0xff {
        0x02 => Value::Boolean(bytes.u8(0)? != 0),
        0x03 => Value::Char(bytes.u16(0)?),
        0x04 => Value::Signed(bytes.u8(0)?.cast_signed().into()),
        0x05 => Value::Unsigned(bytes.u8(0)?.into()),
        0x06 => Value::Signed(bytes.u16(0)?.cast_signed().into()),
        0x07 => Value::Unsigned(bytes.u16(0)?.into()),
        0x08 => Value::Signed(bytes.u32(0)?.cast_signed().into()),
        0x09 => Value::Unsigned(bytes.u32(0)?.into()),
        0x0a => Value::Signed(bytes.u64(0)?.cast_signed()),
        0x0b => Value::Unsigned(bytes.u64(0)?),
        0x0c => Value::Single(f32::from_bits(bytes.u32(0)?)),
        0x0d => Value::Double(f64::from_bits(bytes.u64(0)?)),
        0x0e => Value::Text(blob),
        0x12 => Value::Null,
        _ => return None,
    })
}
