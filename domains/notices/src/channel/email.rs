//! E-mail by SMTP. The conversation is led step by step, so that it is known whether anything was handed over when it
//! breaks: until the whole message has been sent nothing was, and after the server's last word everything or nothing.

use std::time::Duration;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error as SmtpError, extension};

use super::{Channel, Fault, Parcel, SettingsError, Taken};

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailSecurity {
    /// TLS from the first byte (port 465).
    Tls,
    /// Upgraded by STARTTLS, and not used without (port 587 or 25).
    StartTls,
    /// Plain; only to a server on this machine.
    None,
}

/// The mail server and how this node is known to it.
#[derive(Clone, Debug)]
pub struct EmailSettings {
    pub host: String,
    pub port: u16,
    pub security: MailSecurity,
    /// User and password.
    pub login: Option<(String, String)>,
    /// `Hyvinvointialue <ei-vastausta@example.fi>`
    pub from: String,
    /// PEM of the authority that signed the server's certificate, when it is the county's own.
    pub authority: Option<Vec<u8>>,
}

/// How long each step of the conversation may take; RFC 5321 4.5.3.2 would let minutes, during which a worker stands.
const PATIENCE: Duration = Duration::from_secs(30);

/// Codes of what never goes.
const BAD_ADDRESS: &str = "bad_address";
const BAD_MESSAGE: &str = "bad_message";

pub struct Email {
    host: String,
    port: u16,
    security: MailSecurity,
    tls: Option<TlsParameters>,
    login: Option<Credentials>,
    from: Mailbox,
    hello: ClientId,
    patience: Duration,
}

impl Email {
    /// # Errors
    /// When an address or the certificate does not do, or mail would go unprotected over a network.
    pub fn new(settings: &EmailSettings) -> Result<Self, SettingsError> {
        Self::patient(settings, PATIENCE)
    }

    /// As [`Email::new`], with how long each step of the conversation may take.
    pub fn patient(settings: &EmailSettings, patience: Duration) -> Result<Self, SettingsError> {
        let from: Mailbox = settings.from.parse().map_err(|_| SettingsError::Address("the mail sender"))?;
        let local = matches!(settings.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        if settings.security == MailSecurity::None && !local {
            return Err(SettingsError::Plain("the mail server"));
        }
        let tls = match settings.security {
            MailSecurity::None => None,
            _ => {
                let mut tls = TlsParameters::builder(settings.host.clone());
                if let Some(pem) = &settings.authority {
                    tls = tls.add_root_certificate(Certificate::from_pem(pem).map_err(|_| SettingsError::Certificate)?);
                }
                Some(tls.build_rustls().map_err(|error| SettingsError::Client(error.to_string()))?)
            }
        };
        Ok(Self {
            host: settings.host.clone(),
            port: settings.port,
            security: settings.security,
            tls,
            login: settings.login.clone().map(|(user, password)| Credentials::new(user, password)),
            hello: ClientId::Domain(from.email.domain().to_owned()),
            from,
            patience,
        })
    }

    fn message(&self, parcel: &Parcel) -> Result<(Mailbox, Vec<u8>), Fault> {
        let address: lettre::Address = parcel.to.parse().map_err(|_| Fault::Refused(BAD_ADDRESS.into()))?;
        let to = Mailbox::new(None, address);
        let message = Message::builder()
            .from(self.from.clone())
            .to(to.clone())
            .subject(parcel.title.clone())
            .message_id(Some(format!("<{}@{}>", parcel.id, self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(parcel.body.clone())
            .map_err(|_| Fault::Refused(BAD_MESSAGE.into()))?;
        let mut message = message;
        // So that holiday replies are not sent to it (RFC 3834).
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        message.headers_mut().insert_raw(HeaderValue::new(name, "auto-generated".to_owned()));
        Ok((to, message.formatted()))
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SmtpError> {
        let at_once = self.tls.clone().filter(|_| self.security == MailSecurity::Tls);
        let server = (self.host.as_str(), self.port);
        let mut mail = AsyncSmtpConnection::connect_tokio1(server, Some(self.patience), &self.hello, at_once, None).await?;
        if self.security == MailSecurity::StartTls
            && let Some(tls) = self.tls.clone()
        {
            mail.starttls(tls, &self.hello).await?;
        }
        if let Some(login) = &self.login {
            mail.auth(DEFAULT_MECHANISMS, login).await?;
        }
        Ok(mail)
    }

    /// Everything up to the message itself: if it fails, nothing was handed over.
    async fn prepare(&self, to: &Mailbox) -> Result<AsyncSmtpConnection, Fault> {
        let mut mail = self.connect().await.map_err(|error| Fault::NotNow(code(&error, "connect")))?;
        let from = Mail::new(Some(self.from.email.clone()), Vec::<extension::MailParameter>::new());
        mail.command(from).await.map_err(|error| Fault::NotNow(code(&error, "mail")))?;
        match mail.command(Rcpt::new(to.email.clone(), Vec::new())).await {
            Ok(_) => {}
            Err(error) if error.is_permanent() => {
                mail.abort().await;
                return Err(Fault::Refused(code(&error, "rcpt")));
            }
            Err(error) => return Err(Fault::NotNow(code(&error, "rcpt"))),
        }
        mail.command(Data).await.map_err(|error| Fault::NotNow(code(&error, "data")))?;
        Ok(mail)
    }
}

#[async_trait::async_trait]
impl Channel for Email {
    /// SMTP has no word for "you have this already"; a Message-ID is for the reader's program.
    fn knows_repeats(&self) -> bool {
        false
    }

    async fn send(&self, parcel: &Parcel) -> Result<Taken, Fault> {
        let (to, bytes) = self.message(parcel)?;
        // The steps have a limit each in the connecting only, so all of them together are limited too.
        let limit = self.patience * 4;
        let mut mail = tokio::time::timeout(limit, self.prepare(&to)).await.map_err(|_| Fault::NotNow("smtp_timed_out".into()))??;
        match tokio::time::timeout(self.patience, mail.message(&bytes)).await {
            Ok(Ok(_)) => {
                // The message is theirs; a farewell that fails changes nothing.
                let _ = tokio::time::timeout(Duration::from_secs(5), mail.quit()).await;
                Ok(None)
            }
            Ok(Err(error)) if error.is_permanent() => Err(Fault::Refused(code(&error, "message"))),
            Ok(Err(error)) if error.is_transient() => Err(Fault::NotNow(code(&error, "message"))),
            Ok(Err(error)) => Err(Fault::Unknown(code(&error, "message"))),
            Err(_) => Err(Fault::Unknown("smtp_timed_out".into())),
        }
    }
}

/// The server's number, or the step that failed; never the server's words, which can hold the address.
fn code(error: &SmtpError, step: &str) -> String {
    match error.status() {
        Some(status) => format!("smtp_{status}"),
        None if error.is_timeout() => "smtp_timed_out".into(),
        None if error.is_tls() => "smtp_tls".into(),
        None => format!("smtp_{step}"),
    }
}
