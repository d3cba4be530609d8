//! The client against a register that checks every signature.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::time::Duration;

use kernel::hetu::{Hetu, Sex};
use kernel::{Context, FixedClock};

use super::{Fault, National, NationalSettings};
use crate::counterpart::Register;

const ISSUE: &str = "http://valtuusrekisteri.suomi.fi/terveydenhuollon_asioiden_hoito";
const BASE: &str = "https://punos.example";

fn person(nth: u16) -> Hetu {
    Hetu::synthetic("1980-01-01".parse().unwrap(), Sex::Female, nth).unwrap()
}

/// As a browser does in the register's screens; the code it comes back with.
async fn choose(address: &str) -> (String, String) {
    let browser = reqwest_client::Client::builder().redirect(reqwest_client::redirect::Policy::none()).build().unwrap();
    let answer = browser.get(address).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 302);
    let back = reqwest_client::Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    assert!(back.as_str().starts_with(BASE));
    let value = |name: &str| back.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    (value("code"), value("state"))
}

#[tokio::test]
async fn the_whole_round_gives_whom_one_may_act_for() {
    let register = Register::start().await;
    let national = National::new(&register.settings(BASE)).unwrap();
    let (ctx, me, them, other) = (Context::system(), person(1), person(2), person(3));
    register.grant(me.reveal(), them.reveal(), ISSUE);
    register.chooses(&[them.reveal(), other.reveal()]);

    let registered = national.register(&me, &ctx).await.unwrap();
    let (code, state) = choose(&national.authorize(&registered.user_id, "tila-1")).await;
    assert_eq!(state, "tila-1");
    let token = national.token(&code).await.unwrap();
    let chosen = national.principals(&registered.session_id, &token, &ctx).await.unwrap();
    assert_eq!(chosen.iter().map(|p| p.person_id.as_str()).collect::<Vec<_>>(), [them.reveal(), other.reveal()]);
    assert!(national.allowed(&registered.session_id, &token, &them, ISSUE, &ctx).await.unwrap());
    assert!(!national.allowed(&registered.session_id, &token, &them, "http://another", &ctx).await.unwrap());
    assert!(!national.allowed(&registered.session_id, &token, &other, ISSUE, &ctx).await.unwrap());
    assert!(register.refused().is_empty(), "{:?}", register.refused());

    // A code does once, a token opens its own session only.
    assert_eq!(national.token(&code).await, Err(Fault::Status(400)));
    assert_eq!(national.principals("s-999", &token, &ctx).await, Err(Fault::Status(401)));
    // Asked without the person, now and after the mandate has ended.
    assert!(national.still(&me, &them, ISSUE, &ctx).await.unwrap());
    register.revoke(me.reveal(), them.reveal());
    assert!(!national.still(&me, &them, ISSUE, &ctx).await.unwrap());
}

#[tokio::test]
async fn what_is_wrongly_signed_is_refused_by_the_other_side() {
    let register = Register::start().await;
    let ctx = Context::system();
    let right = register.settings(BASE);
    let with = |change: fn(&mut NationalSettings)| {
        let mut settings = right.clone();
        change(&mut settings);
        National::new(&settings).unwrap()
    };
    assert_eq!(with(|s| s.api_secret = "toinen".into()).register(&person(1), &ctx).await, Err(Fault::Status(401)));
    assert_eq!(with(|s| s.client_id = "toinen".into()).register(&person(1), &ctx).await, Err(Fault::Status(401)));
    let late = Context::with_clock(FixedClock::at("2020-01-01T00:00:00Z".parse().unwrap()));
    assert_eq!(with(|_| {}).register(&person(1), &late).await, Err(Fault::Status(401)), "a time of another year");
    let why: Vec<&str> = register.refused().into_iter().map(|(_, why)| why).collect();
    assert_eq!(why, ["signature", "signature", "stale"]);

    let (code, _) = {
        let national = with(|_| {});
        let registered = national.register(&person(1), &ctx).await.unwrap();
        choose(&national.authorize(&registered.user_id, "t")).await
    };
    assert_eq!(with(|s| s.oauth_secret = "toinen".into()).token(&code).await, Err(Fault::Status(401)));
    assert_eq!(with(|s| s.base_url = "https://punos.example/x".into()).token(&code).await, Err(Fault::Status(400)), "another way back");
}

#[tokio::test]
async fn a_register_that_does_not_answer_or_is_not_there_is_told_apart() {
    let register = Register::start().await;
    let ctx = Context::system();
    register.silent(true);
    let hasty = National::patient(&register.settings(BASE), Duration::from_millis(200)).unwrap();
    assert_eq!(hasty.still(&person(1), &person(2), ISSUE, &ctx).await, Err(Fault::TimedOut));
    let nowhere = NationalSettings { url: "http://127.0.0.1:9".into(), ..register.settings(BASE) };
    assert_eq!(National::new(&nowhere).unwrap().register(&person(1), &ctx).await, Err(Fault::NoConnection));
    for (url, does) in [
        ("https://register.example", true),
        ("https://register.example/", true),
        ("http://register.example", false),
        ("https://register.example/path", false),
        ("ftp://register.example", false),
    ] {
        assert_eq!(National::new(&NationalSettings { url: url.into(), ..nowhere.clone() }).is_ok(), does, "{url}");
    }
}
