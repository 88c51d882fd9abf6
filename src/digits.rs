//! Whole numbers as text. By hand: std's formatting weighs visitors two kilobytes once anything of it is used.

/// Appends a number, with zeros before it up to `width` digits.
pub fn push_digits(text: &mut String, number: u64, width: usize) {
    if number >= 10 || width > 1 {
        push_digits(text, number / 10, width.saturating_sub(1));
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// A number as text.
#[must_use]
pub fn digits(number: u64) -> String {
    let mut text = String::new();
    push_digits(&mut text, number, 1);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_std_writes_them() {
        for number in [0, 7, 10, 99, 100, 12_345, u64::MAX] {
            assert_eq!(digits(number), number.to_string());
            let mut padded = "a".to_owned();
            push_digits(&mut padded, number, 4);
            assert_eq!(padded, format!("a{number:04}"));
        }
    }
}
