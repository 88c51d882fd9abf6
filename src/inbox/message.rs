//! A message that came as JSON: read whole, or refused with the key that is wrong. Nothing in it is corrected.

use serde_json::Value;

use crate::lead::Message;

const KINDS: [&str; 6] = ["lead.captured", "lead.qualified", "lead.updated", "lead.partial", "consent.withdrawn", "lead.erase_requested"];

/// The message, or what is wrong with it and where.
///
/// # Errors
/// One sentence for the sender, which names the key and what is expected there.
pub fn read(text: &str) -> Result<Message, String> {
    // serde would take an array for an object whose keys come in order.
    if !text.starts_with('{') {
        return Err("the body is no JSON object; expected a message such as {\"type\": \"lead.captured\", …}".to_owned());
    }
    // As a whole first: what a message may hold beside its known keys is skipped below, however deep it goes.
    serde_json::from_str::<Value>(text).map_err(|error| format!("the body is no JSON: {error}"))?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let message: Message = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        if path == "." { error.inner().to_string() } else { format!("{path}: {}", error.inner()) }
    })?;
    check(&message)?;
    Ok(message)
}

fn check(message: &Message) -> Result<(), String> {
    for (key, id) in [("id", &message.id), ("lead_id", &message.lead_id)] {
        if id.is_empty() || id.len() > 128 || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(format!("{key}: expected 1 to 128 visible ASCII characters, such as a UUID"));
        }
    }
    if message.version != 1 {
        return Err(format!("version: this inbox reads version 1 of the message, found {}", message.version));
    }
    if !KINDS.contains(&message.kind.as_str()) {
        return Err(format!("type: expected one of {}", KINDS.join(", ")));
    }
    Ok(())
}
