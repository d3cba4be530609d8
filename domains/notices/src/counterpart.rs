//! The other sides of the channels, for this room's tests: a mail server that holds a real SMTP conversation on loopback and
//! an HTTP server that keeps what arrives. They accept, refuse, keep silent or break off as they are told.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// What the mail server does with the next message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Accept,
    /// 550 to the recipient.
    NoSuchUser,
    /// 451 to the recipient: try later.
    Greylist,
    /// Takes the whole message and hangs up without a word.
    HangUp,
    /// Takes the whole message and says nothing.
    Silent,
    /// 554 after the message.
    Spam,
}

/// A message as it arrived.
#[derive(Clone, Debug)]
pub struct Mail {
    pub to: String,
    pub data: String,
    pub encrypted: bool,
    pub user: Option<String>,
}

#[derive(Clone)]
pub struct MailServer {
    pub port: u16,
    pub authority: Vec<u8>,
    moods: Arc<Mutex<VecDeque<Mood>>>,
    pub mails: Arc<Mutex<Vec<Mail>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    Plain,
    StartTls,
    Tls,
}

impl MailServer {
    pub async fn start(protection: Protection) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            authority: made.cert.pem().into_bytes(),
            moods: Arc::default(),
            mails: Arc::default(),
        };
        let (inner, acceptor) = (server.clone(), TlsAcceptor::from(Arc::new(config)));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (server, acceptor) = (inner.clone(), acceptor.clone());
                tokio::spawn(async move { server.serve(stream, acceptor, protection).await });
            }
        });
        server
    }

    /// What it does with the messages to come, one each; then it accepts.
    pub fn will(&self, moods: &[Mood]) {
        self.moods.lock().unwrap().extend(moods);
    }
    pub fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().clone()
    }

    async fn serve(&self, stream: TcpStream, acceptor: TlsAcceptor, protection: Protection) {
        if protection == Protection::Tls {
            if let Ok(stream) = acceptor.accept(stream).await {
                self.talk(BufReader::new(stream), true, true, false).await;
            }
            return;
        }
        let plain = self.talk(BufReader::new(stream), false, true, protection == Protection::StartTls).await;
        if let Some(stream) = plain
            && let Ok(stream) = acceptor.accept(stream.into_inner()).await
        {
            self.talk(BufReader::new(stream), true, false, false).await;
        }
    }

    /// The conversation; gives the stream back when the client asks for TLS.
    async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        mut stream: BufReader<S>,
        encrypted: bool,
        greet: bool,
        offers_tls: bool,
    ) -> Option<BufReader<S>> {
        async fn say<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<S>, line: &str) {
            let _ = stream.write_all(format!("{line}\r\n").as_bytes()).await;
            let _ = stream.flush().await;
        }
        if greet {
            say(&mut stream, "220 mail.test ESMTP").await;
        }
        let (mut user, mut to) = (None, String::new());
        let mut mood = None;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            let line = line.trim_end();
            let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            match word.as_str() {
                "EHLO" => {
                    say(&mut stream, "250-mail.test").await;
                    if offers_tls {
                        say(&mut stream, "250-STARTTLS").await;
                    }
                    say(&mut stream, "250-8BITMIME").await;
                    say(&mut stream, "250 AUTH PLAIN LOGIN").await;
                }
                "STARTTLS" if offers_tls => {
                    say(&mut stream, "220 go on").await;
                    return Some(stream);
                }
                "AUTH" => {
                    let words: Vec<&str> = line.split(' ').collect();
                    // "punos" / "salainen", as AUTH PLAIN writes them.
                    if words.get(2) == Some(&"AHB1bm9zAHNhbGFpbmVu") {
                        user = Some("punos".to_owned());
                        say(&mut stream, "235 welcome").await;
                    } else {
                        say(&mut stream, "535 no such user").await;
                    }
                }
                "MAIL" => {
                    mood = Some(self.moods.lock().unwrap().pop_front().unwrap_or(Mood::Accept));
                    say(&mut stream, "250 ok").await;
                }
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    match mood {
                        Some(Mood::NoSuchUser) => say(&mut stream, "550 no such user").await,
                        Some(Mood::Greylist) => say(&mut stream, "451 try later").await,
                        _ => say(&mut stream, "250 ok").await,
                    }
                }
                "DATA" => {
                    say(&mut stream, "354 go on").await;
                    let mut data = String::new();
                    loop {
                        let mut line = String::new();
                        if stream.read_line(&mut line).await.ok()? == 0 {
                            return None;
                        }
                        if line == ".\r\n" {
                            break;
                        }
                        data.push_str(&line);
                    }
                    if mood == Some(Mood::Spam) {
                        say(&mut stream, "554 not wanted").await;
                        continue;
                    }
                    self.mails.lock().unwrap().push(Mail { to: to.clone(), data, encrypted, user: user.clone() });
                    match mood {
                        Some(Mood::HangUp) => return None,
                        Some(Mood::Silent) => std::future::pending::<()>().await,
                        _ => say(&mut stream, "250 taken").await,
                    }
                }
                "QUIT" => {
                    say(&mut stream, "221 bye").await;
                    return None;
                }
                _ => say(&mut stream, "500 what").await,
            }
        }
    }
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Value,
}

/// What the HTTP server answers.
#[derive(Clone, Debug)]
pub enum Reply {
    Status(u16, Value),
    /// Takes the request and never answers.
    Silent,
}

/// A gateway for text messages and Suomi.fi messages. It keeps the ids it has taken and answers 409 to a repeated one.
#[derive(Clone)]
pub struct Gateway {
    pub url: String,
    replies: Arc<Mutex<HashMap<String, VecDeque<Reply>>>>,
    pub arrived: Arc<Mutex<Vec<Arrived>>>,
    /// Ids that were taken, so delivered to somebody.
    pub taken: Arc<Mutex<HashSet<String>>>,
    token: Arc<Mutex<u32>>,
}

impl Gateway {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let gateway = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            replies: Arc::default(),
            arrived: Arc::default(),
            taken: Arc::default(),
            token: Arc::default(),
        };
        let app = axum::Router::new().fallback(answer).with_state(gateway.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        gateway
    }

    /// What it answers to the next requests of a path, one each; then it takes what comes.
    pub fn will(&self, path: &str, replies: &[Reply]) {
        self.replies.lock().unwrap().entry(path.to_owned()).or_default().extend(replies.iter().cloned());
    }
    pub fn arrived(&self, path: &str) -> Vec<Arrived> {
        self.arrived.lock().unwrap().iter().filter(|a| a.path == path).cloned().collect()
    }
    pub fn taken(&self) -> usize {
        self.taken.lock().unwrap().len()
    }
    /// Tokens given from now on are others, and the old ones are worn out.
    pub fn wear_out(&self) {
        *self.token.lock().unwrap() += 1;
    }
}

async fn answer(State(gateway): State<Gateway>, uri: Uri, headers: HeaderMap, body: Bytes) -> (StatusCode, axum::Json<Value>) {
    let path = uri.path().to_owned();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    gateway.arrived.lock().unwrap().push(Arrived { path: path.clone(), headers: headers.clone(), body: body.clone() });
    let told = gateway.replies.lock().unwrap().get_mut(&path).and_then(VecDeque::pop_front);
    let id = body.get("externalId").or(body.get("id")).and_then(Value::as_str).unwrap_or_default().to_owned();
    let token = format!("token-{}", *gateway.token.lock().unwrap());
    let status = |code: u16| StatusCode::from_u16(code).unwrap();
    match (told, path.as_str()) {
        (Some(Reply::Silent), _) => {
            // Taken, but the answer never leaves.
            gateway.taken.lock().unwrap().insert(id);
            std::future::pending().await
        }
        (Some(Reply::Status(code, body)), _) => (status(code), axum::Json(body)),
        (None, "/v1/token") => (status(200), axum::Json(json!({ "access_token": token, "expires_in": 3600, "token_type": "bearer" }))),
        (None, "/v2/messages/electronic") if headers.get("authorization").is_none_or(|a| *a != format!("Bearer {token}")) => {
            (status(401), axum::Json(json!({ "reason": "Unauthorized" })))
        }
        (None, _) if !gateway.taken.lock().unwrap().insert(id) => (status(409), axum::Json(json!({ "reason": "Conflict" }))),
        (None, "/v2/messages/electronic") => (status(200), axum::Json(json!({ "messageId": 4711 }))),
        (None, _) => (status(202), axum::Json(json!({ "reference": "op-1" }))),
    }
}
