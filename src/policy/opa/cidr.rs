//! `net.cidr_intersects`, `net.cidr_merge` and `net.cidr_contains_matches`, which the engine lacks, and `net.cidr_expand`, of
//! which it leaves out the first and last address.
//!
//! An address stands for the block that holds only it, where OPA takes it so.

use ipnet::IpNet;
use regorus::Value;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// Most addresses that `net.cidr_expand` lists.
const MOST_ADDRESSES: usize = 1 << 20;

/// Whether two blocks have an address in common.
pub(super) fn intersects(arguments: &[Value]) -> Result<Value, String> {
    let [one, two] = arguments else { return Err("expected two arguments".to_owned()) };
    let (one, two) = (block(one)?, block(two)?);
    Ok(Value::from(one.contains(&two) || two.contains(&one)))
}

/// The fewest blocks with the addresses of all.
pub(super) fn merge(arguments: &[Value]) -> Result<Value, String> {
    let blocks: Result<Vec<IpNet>, String> = match arguments {
        [Value::Array(members)] => members.iter().map(block_or_address).collect(),
        [Value::Set(members)] => members.iter().map(block_or_address).collect(),
        _ => return Err("expected an array or a set of blocks".to_owned()),
    };
    let merged = IpNet::aggregate(&blocks?);
    Ok(merged.iter().map(|block| Value::from(block.to_string())).collect::<BTreeSet<_>>().into())
}

/// Every address of a block.
pub(super) fn expand(arguments: &[Value]) -> Result<Value, String> {
    let [block_text] = arguments else { return Err("expected one argument".to_owned()) };
    let block = block(block_text)?;
    let length = u32::from(block.max_prefix_len() - block.prefix_len());
    if 1_usize.checked_shl(length).is_none_or(|count| count > MOST_ADDRESSES) {
        return Err(format!("'{block}' has more than {MOST_ADDRESSES} addresses"));
    }
    let addresses: BTreeSet<Value> = match block {
        IpNet::V4(block) => {
            let (first, last) = (u32::from(block.network()), u32::from(block.broadcast()));
            (first..=last).map(|address| Value::from(std::net::Ipv4Addr::from(address).to_string())).collect()
        }
        IpNet::V6(block) => {
            let (first, last) = (u128::from(block.network()), u128::from(block.broadcast()));
            (first..=last).map(|address| Value::from(std::net::Ipv6Addr::from(address).to_string())).collect()
        }
    };
    Ok(addresses.into())
}

/// Every block of the first argument with every block or address of the second that it contains, as pairs of keys.
pub(super) fn contains_matches(arguments: &[Value]) -> Result<Value, String> {
    let [one, two] = arguments else { return Err("expected two arguments".to_owned()) };
    let (blocks, wanted) = (keyed(one)?, keyed(two)?);
    let mut pairs = BTreeSet::new();
    for (outer, block) in &blocks {
        for (inner, wanted) in &wanted {
            if block.contains(wanted) {
                pairs.insert(Value::from(vec![outer.clone(), inner.clone()]));
            }
        }
    }
    Ok(pairs.into())
}

/// Blocks by what OPA names them: themselves, their index, or their key. Of an array within, the first text is the block.
fn keyed(value: &Value) -> Result<Vec<(Value, IpNet)>, String> {
    let of = |key: Value, value: &Value| {
        let text = value.as_array().ok().and_then(|members| members.first()).unwrap_or(value);
        Ok((key, block_or_address(text)?))
    };
    match value {
        Value::String(_) => Ok(vec![of(value.clone(), value)?]),
        Value::Array(members) => {
            members.iter().enumerate().map(|(index, member)| of(Value::from(index), member)).collect()
        }
        Value::Set(members) => members.iter().map(|member| of(member.clone(), member)).collect(),
        Value::Object(members) => members.iter().map(|(key, member)| of(key.clone(), member)).collect(),
        _ => Err("expected a block, or a collection of blocks".to_owned()),
    }
}

fn text(value: &Value) -> Result<&str, String> {
    value.as_string().map(AsRef::as_ref).map_err(|_| "expected a text".to_owned())
}

fn block(value: &Value) -> Result<IpNet, String> {
    let text = text(value)?;
    text.parse().map(|block: IpNet| block.trunc()).map_err(|_| format!("'{text}' is no block of addresses"))
}

fn block_or_address(value: &Value) -> Result<IpNet, String> {
    let address: Option<IpAddr> = text(value)?.parse().ok();
    address.map_or_else(|| block(value), |address| Ok(IpNet::from(address)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: &str) -> Value {
        Value::from_json_str(json).expect("JSON")
    }

    fn set(members: &[&str]) -> Value {
        members.iter().map(|member| value(member)).collect::<BTreeSet<_>>().into()
    }

    /// Blocks meet where one contains the other; addresses are no blocks here, as in OPA.
    #[test]
    fn blocks_intersect() {
        let ask = |one: &str, two: &str| intersects(&[Value::from(one), Value::from(two)]);
        assert_eq!(ask("10.0.0.0/8", "10.1.0.0/16"), Ok(Value::from(true)));
        assert_eq!(ask("10.1.0.0/16", "10.0.0.0/8"), Ok(Value::from(true)));
        assert_eq!(ask("10.0.0.0/9", "10.128.0.0/9"), Ok(Value::from(false)));
        assert_eq!(ask("10.0.0.0/8", "fd00::/8"), Ok(Value::from(false)));
        assert!(ask("10.0.0.1", "10.0.0.0/8").is_err());
    }

    /// Neighbours become one block, what is contained goes; the result is a set.
    #[test]
    fn blocks_merge() {
        let merged = merge(&[value(r#"["192.0.128.0/24", "192.0.129.0/24", "192.0.129.7", "10.0.0.0/8"]"#)]);
        assert_eq!(merged, Ok(set(&[r#""10.0.0.0/8""#, r#""192.0.128.0/23""#])));
        assert_eq!(merge(&[set(&[r#""10.0.0.0/8""#])]), Ok(set(&[r#""10.0.0.0/8""#])));
        assert!(merge(&[value(r#""10.0.0.0/8""#)]).is_err());
    }

    /// All addresses, the first and the last too; never more than can be held.
    #[test]
    fn blocks_expand() {
        let ask = |block: &str| expand(&[Value::from(block)]);
        assert_eq!(ask("10.0.0.0/31"), Ok(set(&[r#""10.0.0.0""#, r#""10.0.0.1""#])));
        assert_eq!(ask("fd00::/128"), Ok(set(&[r#""fd00::""#])));
        assert!(ask("10.0.0.0/8").is_err_and(|problem| problem.contains("more than")));
        assert!(ask("::/0").is_err());
    }

    /// Pairs are of texts, indices, members and keys, as the arguments are.
    #[test]
    fn matches_are_named_by_their_keys() {
        let ask = |one: Value, two: Value| contains_matches(&[one, two]);
        let found = ask(value(r#"{"a": "1.1.0.0/16"}"#), value(r#"[["1.1.1.128", "x"], "2.2.2.2"]"#));
        assert_eq!(found, Ok(set(&[r#"["a", 0]"#])));
        let found = ask(value(r#""1.1.1.0/24""#), set(&[r#""1.1.1.128/25""#]));
        assert_eq!(found, Ok(set(&[r#"["1.1.1.0/24", "1.1.1.128/25"]"#])));
        assert!(ask(value("1"), value(r#""1.1.1.1""#)).is_err());
    }
}
