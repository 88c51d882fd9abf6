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

/// A number as text, with up to six digits after the point: `-2.5`.
#[cfg(any(feature = "native", feature = "csr"))]
#[must_use]
pub fn decimal(number: f64) -> String {
    let millionths = (number.abs() * 1e6 + 0.5) as u64;
    let mut text = String::new();
    if number < 0.0 && millionths > 0 {
        text.push('-');
    }
    push_digits(&mut text, millionths / 1_000_000, 1);
    let rest = millionths % 1_000_000;
    if rest > 0 {
        text.push('.');
        push_digits(&mut text, rest, 6);
        text.truncate(text.trim_end_matches('0').len());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_written_without_needless_zeros() {
        for (number, text) in
            [(0.0, "0"), (-0.0, "0"), (1.5, "1.5"), (-2.25, "-2.25"), (1000.0, "1000"), (0.1, "0.1"), (1e-9, "0"), (-1e-9, "0")]
        {
            assert_eq!(decimal(number), text);
        }
    }

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
