//! Settings of the channels by which clients are told that something waits. All from the command line or the environment;
//! secrets from files. See `docs/operations/notices.md`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use notices::channel::{Email, EmailSettings, MailSecurity, SettingsError, Sms, SmsSettings, Suomifi, SuomifiSettings};
use notices::{ChannelKind, Channels};

use super::Fault;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MailTls {
    /// TLS from the first byte (port 465)
    Tls,
    /// Upgraded by STARTTLS, and not used without (port 587)
    Starttls,
    /// Plain; only to a server on this machine
    None,
}

/// E-mail, text messages and Suomi.fi messages to clients. A channel without settings is not in use.
#[derive(Args, Clone, Debug)]
pub struct ChannelArgs {
    /// The mail server's name; e-mail is in use when it is given
    #[arg(long, env = "PUNOS_SMTP_HOST", value_name = "HOST", help_heading = "Notices")]
    smtp_host: Option<String>,
    /// The mail server's port; 465 with tls, 587 otherwise
    #[arg(long, env = "PUNOS_SMTP_PORT", value_name = "PORT", help_heading = "Notices")]
    smtp_port: Option<u16>,
    #[arg(long, env = "PUNOS_SMTP_TLS", value_enum, default_value_t = MailTls::Starttls, help_heading = "Notices")]
    smtp_tls: MailTls,
    /// Who the mail is from, e.g. "Hyvinvointialue <ei-vastausta@hyvinvointialue.example>"
    #[arg(long, env = "PUNOS_SMTP_FROM", value_name = "ADDRESS", help_heading = "Notices")]
    smtp_from: Option<String>,
    #[arg(long, env = "PUNOS_SMTP_USER", value_name = "NAME", help_heading = "Notices")]
    smtp_user: Option<String>,
    /// File that holds the mail user's password
    #[arg(long, env = "PUNOS_SMTP_PASSWORD_FILE", value_name = "FILE", help_heading = "Notices")]
    smtp_password_file: Option<PathBuf>,
    /// PEM file of the authority that signed the mail server's certificate, when it is the county's own
    #[arg(long, env = "PUNOS_SMTP_CA_FILE", value_name = "FILE", help_heading = "Notices")]
    smtp_ca_file: Option<PathBuf>,
    /// The text message gateway's address; text messages are in use when it is given
    #[arg(long, env = "PUNOS_SMS_URL", value_name = "URL", help_heading = "Notices")]
    sms_url: Option<String>,
    /// File that holds the gateway's token
    #[arg(long, env = "PUNOS_SMS_TOKEN_FILE", value_name = "FILE", help_heading = "Notices")]
    sms_token_file: Option<PathBuf>,
    /// Who text messages are from: at most 11 letters and digits, or a number
    #[arg(long, env = "PUNOS_SMS_SENDER", value_name = "SENDER", help_heading = "Notices")]
    sms_sender: Option<String>,
    /// Suomi.fi messages: https://api.messages.suomi.fi; in use when it is given
    #[arg(long, env = "PUNOS_SUOMIFI_URL", value_name = "URL", help_heading = "Notices")]
    suomifi_url: Option<String>,
    #[arg(long, env = "PUNOS_SUOMIFI_USER", value_name = "NAME", help_heading = "Notices")]
    suomifi_user: Option<String>,
    /// File that holds the password of the Suomi.fi messages user
    #[arg(long, env = "PUNOS_SUOMIFI_PASSWORD_FILE", value_name = "FILE", help_heading = "Notices")]
    suomifi_password_file: Option<PathBuf>,
    /// The service that messages are sent as
    #[arg(long, env = "PUNOS_SUOMIFI_SERVICE", value_name = "ID", help_heading = "Notices")]
    suomifi_service: Option<String>,
}

fn secret(path: &PathBuf) -> Result<String, Fault> {
    let text = std::fs::read_to_string(path).map_err(|e| Fault::Usage(format!("{}: {e}", path.display())))?;
    Ok(text.trim().to_owned())
}

fn needed<T: Clone>(value: &Option<T>, name: &str) -> Result<T, Fault> {
    value.clone().ok_or_else(|| Fault::Usage(format!("{name} is needed too")))
}

impl ChannelArgs {
    /// The channels that were given settings; `base_url` is how people reach the node.
    pub fn channels(&self, base_url: &str) -> Result<Channels, Fault> {
        let bad = |error: SettingsError| Fault::Usage(error.to_string());
        let mut channels = Channels::new(base_url);
        if let Some(host) = &self.smtp_host {
            let security = match self.smtp_tls {
                MailTls::Tls => MailSecurity::Tls,
                MailTls::Starttls => MailSecurity::StartTls,
                MailTls::None => MailSecurity::None,
            };
            let login = match (&self.smtp_user, &self.smtp_password_file) {
                (None, None) => None,
                (user, file) => Some((needed(user, "PUNOS_SMTP_USER")?, secret(&needed(file, "PUNOS_SMTP_PASSWORD_FILE")?)?)),
            };
            let authority = match &self.smtp_ca_file {
                Some(path) => Some(std::fs::read(path).map_err(|e| Fault::Usage(format!("{}: {e}", path.display())))?),
                None => None,
            };
            let settings = EmailSettings {
                host: host.clone(),
                port: self.smtp_port.unwrap_or(if security == MailSecurity::Tls { 465 } else { 587 }),
                security,
                login,
                from: needed(&self.smtp_from, "PUNOS_SMTP_FROM")?,
                authority,
            };
            channels = channels.with(ChannelKind::Email, Email::new(&settings).map_err(bad)?);
        }
        if let Some(url) = &self.sms_url {
            let token = self.sms_token_file.as_ref().map(secret).transpose()?;
            let settings = SmsSettings { url: url.clone(), token, sender: needed(&self.sms_sender, "PUNOS_SMS_SENDER")? };
            channels = channels.with(ChannelKind::Sms, Sms::new(&settings).map_err(bad)?);
        }
        if let Some(url) = &self.suomifi_url {
            let settings = SuomifiSettings {
                url: url.clone(),
                username: needed(&self.suomifi_user, "PUNOS_SUOMIFI_USER")?,
                password: secret(&needed(&self.suomifi_password_file, "PUNOS_SUOMIFI_PASSWORD_FILE")?)?,
                service_id: needed(&self.suomifi_service, "PUNOS_SUOMIFI_SERVICE")?,
            };
            channels = channels.with(ChannelKind::Suomifi, Suomifi::new(&settings).map_err(bad)?);
        }
        Ok(channels)
    }
}
