//! Short names for what the wasm imports from its glue.
//!
//! wasm-bindgen gives every import a name of some thirty characters with a hash, which neither compresses nor serves anybody
//! once both files are final. All are rewritten together; a wasm or a glue of another kind is left as it is.

/// The import section of a wasm binary.
const IMPORTS: u8 = 2;
const HEADER: usize = 8;

/// The wasm with short names, which every glue then has too; or nothing, and no glue changed, when they are not as expected.
pub fn shorten(wasm: &[u8], glues: &mut [&mut String]) -> Option<Vec<u8>> {
    let mut shortened = wasm.get(..HEADER)?.to_vec();
    let mut texts: Vec<String> = glues.iter().map(|glue| (**glue).clone()).collect();
    let mut rest = Bytes(wasm.get(HEADER..)?);
    while !rest.0.is_empty() {
        let id = rest.byte()?;
        let length = rest.number()?;
        let content = rest.take(length)?;
        let content = if id == IMPORTS { shorten_imports(content, &mut texts)? } else { content.to_vec() };
        shortened.push(id);
        write_number(content.len(), &mut shortened);
        shortened.extend(content);
    }
    glues.iter_mut().zip(texts).for_each(|(glue, text)| **glue = text);
    Some(shortened)
}

fn shorten_imports(section: &[u8], glues: &mut [String]) -> Option<Vec<u8>> {
    let mut rest = Bytes(section);
    let mut shortened = Vec::new();
    let count = rest.number()?;
    write_number(count, &mut shortened);
    for index in 0..count {
        let module = rest.name()?;
        let name = rest.name()?;
        let short = format!("i{index}");
        for glue in glues.iter_mut() {
            *glue = with_key(glue, name, &short)?;
        }
        write_name(module, &mut shortened);
        write_name(&short, &mut shortened);
        // Every import of the glue is a function: kind 0 and the number of its type.
        if rest.byte()? != 0 {
            return None;
        }
        shortened.push(0);
        write_number(rest.number()?, &mut shortened);
    }
    rest.0.is_empty().then_some(shortened)
}

/// The glue with another name for this function. As it is minified, it has a name as a key in one place only, behind `{` or `,`.
fn with_key(glue: &str, name: &str, short: &str) -> Option<String> {
    let key = format!("{name}:function(");
    let (before, after) = glue.split_once(&key)?;
    let is_whole = before.ends_with(['{', ',']);
    (is_whole && !after.contains(&key)).then(|| format!("{before}{short}:function({after}"))
}

/// What is left to read of a binary.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// An unsigned LEB128 number.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0_usize;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn name(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).ok()
    }
}

fn write_number(mut number: usize, into: &mut Vec<u8>) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            into.push(low);
            return;
        }
        into.push(low | 0x80);
    }
}

fn write_name(name: &str, into: &mut Vec<u8>) {
    write_number(name.len(), into);
    into.extend(name.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    const WASM: &[u8] = b"\0asm\x01\0\0\0\x02\x18\x01\x01m\x12__wbg_call_0123456\0\x02\x03\x02\x01\x02";

    #[test]
    fn an_import_has_its_short_name_on_all_sides() {
        let (mut module, mut classic) =
            ("{a:1,__wbg_call_0123456:function(a){}}".to_owned(), "var glue={__wbg_call_0123456:function(){}}".to_owned());
        let wasm = shorten(WASM, &mut [&mut module, &mut classic]).expect("as expected");
        assert_eq!((module.as_str(), classic.as_str()), ("{a:1,i0:function(a){}}", "var glue={i0:function(){}}"));
        assert_eq!(wasm, b"\0asm\x01\0\0\0\x02\x08\x01\x01m\x02i0\0\x02\x03\x02\x01\x02");
    }

    #[test]
    fn what_is_not_as_expected_is_left_alone() {
        let glues =
            ["no such import", "{a__wbg_call_0123456:function(){}}", "{__wbg_call_0123456:function(){},__wbg_call_0123456:function(){}}"];
        for glue in glues {
            let (mut good, mut other) = ("{__wbg_call_0123456:function(){}}".to_owned(), glue.to_owned());
            assert_eq!(shorten(WASM, &mut [&mut good, &mut other]), None);
            assert_eq!((good.as_str(), other.as_str()), ("{__wbg_call_0123456:function(){}}", glue));
        }
        for wasm in [b"\0asm".as_slice(), b"\0asm\x01\0\0\0\x02\xff\xff\xff\xff\xff"] {
            assert_eq!(shorten(wasm, &mut []), None);
        }
    }
}
