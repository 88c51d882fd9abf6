//! How much one address may send: a bucket for each, which fills up again as time passes.
//!
//! On this machine nothing is limited. Behind a proxy every visitor has the proxy's address, unless the proxy is trusted to name them.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{HeaderValue, RETRY_AFTER};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use super::Inbox;
use super::answer::Refusal;

/// Beyond so many addresses those that owe nothing any more are let go of.
const MOST_ADDRESSES: usize = 100_000;

/// What each address owes, by the time `C` tells.
type Buckets<C> = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// What each address may still send; by `C`, the time.
pub struct Limits<C: Clock = DefaultClock> {
    /// None where there is no limit.
    buckets: Option<Buckets<C>>,
    /// The nearest proxies that write visitors' addresses into `X-Forwarded-For`.
    proxies: usize,
    clock: C,
}

impl<C: Clock + Clone> Limits<C> {
    /// So many requests a minute, and as many at once: visitors behind one address come in bursts.
    pub fn new(rate: Option<NonZeroU32>, proxies: usize, clock: C) -> Self {
        let buckets = rate.map(|rate| RateLimiter::new(Quota::per_minute(rate), HashMapStateStore::default(), clock.clone()));
        Self { buckets, proxies, clock }
    }

    /// Takes one request; the time until the next would be taken, where this one is not.
    fn take(&self, address: IpAddr) -> Result<(), Duration> {
        let Some(buckets) = self.buckets.as_ref().filter(|_| !address.is_loopback()) else { return Ok(()) };
        if buckets.len() >= MOST_ADDRESSES {
            buckets.retain_recent();
        }
        buckets.check_key(&network_of(address)).map_err(|not_yet| not_yet.wait_time_from(self.clock.now()))
    }

    /// Who sent it: the other end, or whom the outermost proxy that is trusted has named.
    fn address(&self, headers: &HeaderMap, peer: IpAddr) -> IpAddr {
        let named = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        let named: Vec<IpAddr> = named.map_while(|name| name.trim().parse().ok()).collect();
        let index = self.proxies.checked_sub(1).and_then(|behind| named.len().checked_sub(behind + 1));
        index.and_then(|index| named.get(index)).copied().unwrap_or(peer)
    }
}

/// Lets through what may be sent, and asks for patience otherwise.
pub async fn guard(State(inbox): State<Arc<Inbox>>, request: Request, next: Next) -> Response<Body> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let Some(peer) = peer else { return next.run(request).await };
    let address = inbox.limits.address(request.headers(), peer);
    match inbox.limits.take(address) {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            let seconds = wait.as_secs().saturating_add(1);
            let reason = format!("too much from this address; send the same request again in {seconds} seconds");
            let mut response = Refusal::new(StatusCode::TOO_MANY_REQUESTS, reason).into_response();
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
            response
        }
    }
}

/// A whole network of the newer protocol is one sender's.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(six) => match six.to_ipv4_mapped() {
            Some(four) => four.into(),
            None => Ipv6Addr::from_bits(six.to_bits() >> 64 << 64).into(),
        },
        four @ IpAddr::V4(_) => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn limits(rate: u32, proxies: usize) -> Limits<FakeRelativeClock> {
        Limits::new(NonZeroU32::new(rate), proxies, FakeRelativeClock::default())
    }

    #[test]
    fn a_minutes_worth_may_come_at_once_and_then_as_much_as_time_allows() {
        let limits = limits(60, 0);
        let visitor = address("203.0.113.7");
        for _ in 0..60 {
            assert_eq!(limits.take(visitor), Ok(()));
        }
        assert_eq!(limits.take(visitor), Err(Duration::from_secs(1)));
        assert_eq!(limits.take(address("203.0.113.8")), Ok(()), "another address has its own");
        limits.clock.advance(Duration::from_secs(1));
        assert_eq!(limits.take(visitor), Ok(()));
        assert!(limits.take(visitor).is_err());
        for _ in 0..1000 {
            assert_eq!(limits.take(address("::1")), Ok(()), "this machine is not limited");
        }
    }

    #[test]
    fn a_network_of_the_newer_protocol_is_one_sender() {
        let limits = limits(1, 0);
        assert_eq!(limits.take(address("2001:db8:1:2::1")), Ok(()));
        assert!(limits.take(address("2001:db8:1:2:ffff::2")).is_err());
        assert_eq!(limits.take(address("2001:db8:1:3::1")), Ok(()));
    }

    #[test]
    fn a_proxy_names_its_visitor_only_where_it_is_trusted() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("198.51.100.1, 203.0.113.7"));
        let seen = |proxies| limits(0, proxies).address(&headers, address("10.0.0.1")).to_string();
        assert_eq!([seen(0), seen(1), seen(2), seen(3)], ["10.0.0.1", "203.0.113.7", "198.51.100.1", "10.0.0.1"]);
    }
}
