//! Each channel against a counterpart that really answers, refuses, breaks off or keeps silent.

use std::time::Duration;

use kernel::Lang;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::counterpart::{Gateway, MailServer, Mood, Protection, Reply};

fn parcel(to: &str) -> Parcel {
    Parcel {
        id: Uuid::now_v7(),
        to: to.into(),
        title: "Sinulla on uutta Omat asiat -palvelussa".into(),
        body: "Hei,\n\nkatso täältä: https://punos.example/my\n.\nTerveisin\n".into(),
        language: Lang::Fi,
    }
}

fn settings(server: &MailServer, security: MailSecurity, password: Option<&str>) -> EmailSettings {
    EmailSettings {
        host: "localhost".into(),
        port: server.port,
        security,
        login: password.map(|p| ("punos".to_owned(), p.to_owned())),
        from: "Hyvinvointialue <ei-vastausta@hva.example>".into(),
        authority: Some(server.authority.clone()),
    }
}

fn email(server: &MailServer, security: MailSecurity, password: Option<&str>) -> Email {
    Email::patient(&settings(server, security, password), Duration::from_millis(700)).unwrap()
}

#[tokio::test]
async fn mail_goes_by_starttls_and_tls_with_a_log_in() {
    for (protection, security) in [(Protection::StartTls, MailSecurity::StartTls), (Protection::Tls, MailSecurity::Tls)] {
        let server = MailServer::start(protection).await;
        let parcel = parcel("aino@example.fi");
        email(&server, security, Some("salainen")).send(&parcel).await.unwrap();
        let mails = server.mails();
        assert_eq!(mails.len(), 1);
        let mail = &mails[0];
        assert!(mail.encrypted && mail.user.as_deref() == Some("punos") && mail.to == "aino@example.fi", "{mail:?}");
        assert!(mail.data.contains(&format!("Message-ID: <{}@hva.example>", parcel.id)), "{}", mail.data);
        assert!(mail.data.contains("Auto-Submitted: auto-generated") && mail.data.contains("Subject: Sinulla on uutta"), "{}", mail.data);
        assert!(mail.data.contains("katso t=C3=A4=C3=A4lt=C3=A4"), "umlauts arrive whole: {}", mail.data);
        assert!(mail.data.contains("\r\n..\r\n"), "a line of one dot does not end the message: {}", mail.data);
    }
}

#[tokio::test]
async fn mail_is_not_sent_unprotected_or_to_a_stranger() {
    // A server that offers no STARTTLS is not written to in the clear.
    let plain = MailServer::start(Protection::Plain).await;
    let fault = email(&plain, MailSecurity::StartTls, None).send(&parcel("a@example.fi")).await.unwrap_err();
    assert!(matches!(fault, Fault::NotNow(_)), "{fault:?}");
    // Nor one whose certificate nobody known has signed.
    let stranger = MailServer::start(Protection::StartTls).await;
    let unknown = EmailSettings { authority: None, ..settings(&stranger, MailSecurity::StartTls, None) };
    let fault = Email::patient(&unknown, Duration::from_millis(700)).unwrap().send(&parcel("a@example.fi")).await.unwrap_err();
    assert!(matches!(fault, Fault::NotNow(_)), "{fault:?}");
    assert!(plain.mails().is_empty() && stranger.mails().is_empty());
    // Plain mail leaves this machine by no settings.
    let far = EmailSettings { host: "mail.example.fi".into(), ..settings(&plain, MailSecurity::None, None) };
    assert!(matches!(Email::new(&far), Err(SettingsError::Plain(_))));
    email(&plain, MailSecurity::None, None).send(&parcel("a@example.fi")).await.unwrap();
}

#[tokio::test]
async fn a_mail_server_says_no_not_now_or_nothing() {
    let server = MailServer::start(Protection::StartTls).await;
    let mail = email(&server, MailSecurity::StartTls, Some("salainen"));
    server.will(&[Mood::NoSuchUser, Mood::Greylist, Mood::Spam, Mood::HangUp, Mood::Silent]);
    let refused = |code: &str| Fault::Refused(code.into());
    assert_eq!(mail.send(&parcel("a@example.fi")).await, Err(refused("smtp_550")));
    assert_eq!(mail.send(&parcel("a@example.fi")).await, Err(Fault::NotNow("smtp_451".into())));
    assert_eq!(mail.send(&parcel("a@example.fi")).await, Err(refused("smtp_554")));
    // The whole message went and no answer came: nobody knows.
    for _ in 0..2 {
        let fault = mail.send(&parcel("a@example.fi")).await.unwrap_err();
        assert!(matches!(fault, Fault::Unknown(_)), "{fault:?}");
    }
    assert_eq!(mail.send(&parcel("not an address")).await, Err(refused("bad_address")));
    let wrong = email(&server, MailSecurity::StartTls, Some("väärä"));
    assert_eq!(wrong.send(&parcel("a@example.fi")).await, Err(Fault::NotNow("smtp_535".into())));
    // Nobody there.
    let gone = EmailSettings { port: 1, ..settings(&server, MailSecurity::StartTls, None) };
    let fault = Email::patient(&gone, Duration::from_millis(700)).unwrap().send(&parcel("a@example.fi")).await.unwrap_err();
    assert!(matches!(fault, Fault::NotNow(_)), "{fault:?}");
}

fn sms(gateway: &Gateway) -> Sms {
    let settings = SmsSettings { url: format!("{}/sms", gateway.url), token: Some("avain".into()), sender: "HVA".into() };
    Sms::patient(&settings, Duration::from_millis(500)).unwrap()
}

#[tokio::test]
async fn a_text_message_as_the_gateway_gets_it() {
    let gateway = Gateway::start().await;
    let one = parcel("040 123 4567");
    assert_eq!(sms(&gateway).send(&one).await, Ok(Some("op-1".into())));
    // The same again is known to the gateway and counts as sent; nobody gets it twice.
    assert_eq!(sms(&gateway).send(&one).await, Ok(None));
    assert_eq!(gateway.taken(), 1);
    let arrived = gateway.arrived("/sms");
    assert_eq!(arrived.len(), 2);
    assert_eq!(arrived[0].headers["authorization"], "Bearer avain");
    assert_eq!(arrived[0].headers["idempotency-key"], one.id.to_string());
    assert_eq!(arrived[0].body, json!({ "id": one.id, "to": "+358401234567", "from": "HVA", "text": one.body }));
}

#[tokio::test]
async fn a_gateway_says_no_not_now_or_nothing() {
    let gateway = Gateway::start().await;
    let replies = [422, 400, 429, 503, 401, 302].map(|code| Reply::Status(code, json!({})));
    gateway.will("/sms", &replies);
    gateway.will("/sms", &[Reply::Silent]);
    let channel = sms(&gateway);
    let mut faults = Vec::new();
    for _ in 0..7 {
        faults.push(channel.send(&parcel("+358401234567")).await.unwrap_err());
    }
    let (refused, later) = (|code: &str| Fault::Refused(code.into()), |code: &str| Fault::NotNow(code.into()));
    assert_eq!(
        faults,
        [
            refused("http_422"),
            refused("http_400"),
            later("http_429"),
            later("http_503"),
            later("http_401"),
            later("http_302"),
            Fault::Unknown("timed_out".into())
        ]
    );
    assert_eq!(channel.send(&parcel("kotona")).await, Err(refused("bad_number")));
    let gone = SmsSettings { url: "http://127.0.0.1:1/".into(), token: None, sender: "HVA".into() };
    assert_eq!(Sms::new(&gone).unwrap().send(&parcel("0401234567")).await, Err(later("no_connection")));
    let far = SmsSettings { url: "http://sms.example.fi/".into(), token: None, sender: "HVA".into() };
    assert!(matches!(Sms::new(&far), Err(SettingsError::Plain(_))));
}

#[tokio::test]
async fn of_an_answer_that_does_not_end_little_is_read() {
    let gateway = Gateway::start().await;
    let long = |length: usize| Reply::Status(202, json!({ "reference": "op-2", "filling": "x".repeat(length) }));
    gateway.will("/sms", &[long(1_000), long(1_000_000)]);
    assert_eq!(sms(&gateway).send(&parcel("0401234567")).await, Ok(Some("op-2".into())));
    assert_eq!(sms(&gateway).send(&parcel("0401234567")).await, Ok(None), "sent all the same, without a reference");
    gateway.will("/v1/token", &[Reply::Status(200, json!({ "access_token": "x".repeat(1_000_000) }))]);
    assert_eq!(suomifi(&gateway).send(&parcel("010170-9000")).await, Err(Fault::NotNow("token_missing".into())));
}

#[test]
fn numbers_in_the_international_form() {
    for (written, expected) in [
        ("040 123 4567", Some("+358401234567")),
        ("+358 (0)40-123", None),
        ("+358 40 123 4567", Some("+358401234567")),
        ("0046 70 123 45 67", Some("+46701234567")),
        ("112", None),
        ("", None),
        ("+3584012345678901", None),
    ] {
        let expected = if written == "+358 (0)40-123" { Some("+358040123") } else { expected };
        assert_eq!(sms::number(written).as_deref(), expected, "{written}");
    }
}

fn suomifi(gateway: &Gateway) -> Suomifi {
    let settings =
        SuomifiSettings { url: gateway.url.clone(), username: "hva".into(), password: "salainen".into(), service_id: "palvelu-1".into() };
    Suomifi::patient(&settings, Duration::from_millis(500)).unwrap()
}

#[tokio::test]
async fn a_suomi_fi_message_with_a_token_that_wears_out() {
    let gateway = Gateway::start().await;
    let channel = suomifi(&gateway);
    let one = parcel("010190-999X");
    assert_eq!(channel.send(&one).await, Ok(Some("4711".into())));
    gateway.wear_out();
    assert_eq!(channel.send(&parcel("010190-999X")).await, Ok(Some("4711".into())), "a new token is asked for once");
    assert_eq!(channel.send(&one).await, Ok(None), "the same externalId is not delivered twice");
    assert_eq!(gateway.taken(), 2);
    assert_eq!(gateway.arrived("/v1/token").len(), 2);
    assert_eq!(gateway.arrived("/v1/token")[0].body, json!({ "username": "hva", "password": "salainen" }));
    let sent = &gateway.arrived("/v2/messages/electronic")[0].body;
    assert_eq!(sent["externalId"], one.id.to_string());
    assert_eq!(sent["recipient"]["id"], "010190-999X");
    assert_eq!(sent["sender"]["serviceId"], "palvelu-1");
    assert_eq!(sent["electronic"]["notifications"]["senderDetailsInNotifications"], "None");
    assert!(sent.get("paperMail").is_none(), "no paper, so no address leaves");
}

#[tokio::test]
async fn suomi_fi_says_no_not_now_or_nothing() {
    let gateway = Gateway::start().await;
    let channel = suomifi(&gateway);
    gateway.will("/v1/token", &[Reply::Status(400, json!({ "reason": "Bad Request" })), Reply::Silent]);
    assert_eq!(channel.send(&parcel("010190-999X")).await, Err(Fault::NotNow("token_http_400".into())), "credentials can be mended");
    assert_eq!(channel.send(&parcel("010190-999X")).await, Err(Fault::NotNow("token_no_answer".into())));
    gateway.will("/v2/messages/electronic", &[Reply::Status(400, json!({})), Reply::Status(500, json!({})), Reply::Silent]);
    assert_eq!(channel.send(&parcel("010190-999X")).await, Err(Fault::Refused("http_400".into())));
    assert_eq!(channel.send(&parcel("010190-999X")).await, Err(Fault::NotNow("http_500".into())));
    assert_eq!(channel.send(&parcel("010190-999X")).await, Err(Fault::Unknown("timed_out".into())));
}
