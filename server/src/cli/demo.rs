mod past;
mod shown;
mod structures;
mod visitor;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use ::synth::Plan;
use clap::Args;
use kernel::Lang;
use store::Birth;

use super::channels::ChannelArgs;
use super::log_in::{Identification, LogIn};
use super::mandates::MandateArgs;
use super::predictions::PredictorArgs;
use super::registers::RegisterArgs;
use super::scanning::ScanArgs;
use super::{Common, Done, Fault, serve, synth};
use crate::node::Node;
use crate::{app, session};

#[derive(Args)]
pub struct Demo {
    /// How many residents the county has
    #[arg(long, default_value_t = 20_000, value_name = "N", value_parser = clap::value_parser!(u32).range(50..=600_000))]
    residents: u32,
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 8080, value_name = "P")]
    port: u16,
    /// The county; its means of age, sex and morbidity are followed
    #[arg(long, default_value = "etela-karjala", value_parser = synth::counties())]
    county: String,
    /// The same seed makes the same county
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Let everyone ask as often as they like (for measuring; a node of real people always has its limits)
    #[arg(long)]
    unlimited: bool,
    /// Make the county and stop, without serving
    #[arg(long)]
    no_serve: bool,
    #[command(flatten)]
    log_in: LogIn,
    #[command(flatten)]
    identification: Identification,
    #[command(flatten)]
    channels: ChannelArgs,
    #[command(flatten)]
    scanning: ScanArgs,
    #[command(flatten)]
    registers: RegisterArgs,
    #[command(flatten)]
    mandates: MandateArgs,
    #[command(flatten)]
    predictor: PredictorArgs,
    #[command(flatten)]
    pub operating: serve::Operating,
}

impl Demo {
    pub async fn run(self, common: &Common) -> Done {
        let node = Arc::new(Node::create(&common.node(false), Birth::Demo).await?);
        node.load_structures().await?;
        if self.unlimited {
            node.gate.lift_limits();
        }
        let plan = Plan { county: self.county, residents: self.residents, seed: self.seed, load: None };
        if synth::fill(&node, common, plan).await?.is_some() {
            told(&node).await?;
            emergency(&node).await?;
            will(&node).await?;
            invited(&node).await?;
            // A county that shows less is still a county to look at.
            if let Err(fault) = show(&node.gate, &node.rules, &node.sealing(Vec::new())).await {
                eprintln!("punos: {fault}");
            }
        }
        if self.no_serve {
            node.close().await;
            return Ok(ExitCode::SUCCESS);
        }
        let personas = session::personas(&node.gate).await?;
        let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), self.port);
        let base_url = format!("http://{address}");
        let oidc = self.log_in.provider(&base_url)?;
        let identification = self.identification.provider(&base_url)?;
        let channels = self.channels.channels(&base_url)?;
        let mandates = self.mandates.register(&base_url)?;
        let outside = app::Outside {
            oidc,
            identification,
            channels,
            scanner: self.scanning.scanner(),
            mandates,
            predictor: self.predictor.predictor()?,
            ..self.registers.outside()?
        };
        serve::listen(node, address, outside, &self.operating, |local| {
            say!("Punos runs at http://{local}  (synthetic people only; Ctrl-C stops)");
            say!("Log in there as:");
            for p in &personas {
                say!("  {:<22} {:<24} {}", p.name, p.title.get(Lang::Fi), p.about.get(Lang::En));
            }
        })
        .await
    }
}

/// What the personas do themselves, and documents on the nation's structures where those are found.
pub async fn show(gate: &trust::Gate, rules: &Arc<rules::LiveRules>, sealing: &sealing::Sealing) -> Result<(), Fault> {
    near(gate).await?;
    past::play(gate, rules, sealing).await?;
    let national = structures::import(gate).await?;
    let scene = shown::Scene::of(gate, rules).await?;
    scene.play().await?;
    if national {
        structures::begin(&scene).await?;
    } else {
        eprintln!(
            "National document structures are not shipped; with a folder of them: punos import structures DIR (docs/operations/structures.md)"
        );
    }
    Ok(())
}

/// The population register tells a few things of the case manager's clients, so that there is something to settle.
async fn told(node: &Node) -> Result<(), Fault> {
    let personas = session::subjects(&node.gate).await?;
    let subject = |key: &str| personas.iter().find(|p| p.key == key).and_then(|p| p.subject_id);
    let professional = subject("case_manager").ok_or_else(|| Fault::Other("the demo county has no case manager".into()))?;
    let clients: Vec<uuid::Uuid> = personas.iter().filter(|p| p.audience == "client").filter_map(|p| p.subject_id).collect();
    let rooms = app::Rooms::new(node.rules.clone(), notices::Channels::default());
    rooms.population.sample(&node.gate, professional, &clients).await?;
    Ok(())
}

/// The nurse of emergency care has opened a client's data without a care relation, so that a supervisor has something to look at.
async fn emergency(node: &Node) -> Result<(), Fault> {
    let personas = session::personas(&node.gate).await?;
    let subject = |key: &str| personas.iter().find(|p| p.key == key).and_then(|p| p.subject_id);
    let (Some(nurse), Some(client)) = (subject("acute_nurse"), subject("client_laura")) else { return Ok(()) };
    let Some(staff) = trust::Directory::staff(&people::Directory, node.gate.db(), nurse, node.gate.ctx().today())
        .await
        .map_err(|error| Fault::from(kernel::Problem::from(people::Error::from(error))))?
    else {
        return Ok(());
    };
    let work = node.gate.job("demo.emergency", "synthetic", None).begin().await?;
    let client = kernel::ClientId(client);
    let act = people::register::NewAct {
        client,
        registers: vec![kernel::Register::Patient],
        professional_id: staff.id,
        unit_id: staff.unit_id,
        tied: false,
        ground: "emergency_care".into(),
        reason_code: Some("unable_to_tell".into()),
        reason: "Tuotiin ambulanssilla tajuttomana, lääkitys ja riskitiedot selvitettävä.".into(),
    };
    people::register::write(&work, &node.rules.current(), act).await.map_err(kernel::Problem::from)?;
    work.touched(&[client]);
    work.commit().await?;
    Ok(())
}

/// What the two clients one can log in as have said of their data on their own pages, beside the permits of the county.
async fn will(node: &Node) -> Result<(), Fault> {
    let personas = session::subjects(&node.gate).await?;
    let rules = node.rules.current();
    let said = [("client_aino", "guidance", None), ("client_laura", "denial_service_task", Some(kernel::ServiceTask::FamilyLaw))];
    for (key, code, service_task) in said {
        let Some(client) = personas.iter().find(|p| p.key == key).and_then(|p| p.subject_id).map(kernel::ClientId) else { continue };
        let mut work = node.gate.job("demo.will", "synthetic", None).begin().await?;
        will::inform(&mut work, &rules, client, code, "own").await.map_err(kernel::Problem::from)?;
        let said = will::Said {
            clients: &[client],
            client,
            code,
            service_task,
            document: None,
            emergency_ok: false,
            given_by: "client",
            channel: "own",
        };
        will::give(&mut work, &rules, said).await.map_err(kernel::Problem::from)?;
        work.touched(&[client]);
        work.commit().await?;
    }
    Ok(())
}

/// The home-care nurse lives in the same building as one of the clients, and it is known who she is as a client: what she looks at of that
/// client without a care relation is raised for her supervisor.
async fn near(gate: &trust::Gate) -> Result<(), Fault> {
    let personas = session::subjects(gate).await?;
    let subject = |key: &str| personas.iter().find(|p| p.key == key).and_then(|p| p.subject_id);
    let (Some(nurse), Some(neighbour)) = (subject("home_care_nurse"), subject("client_laura").map(kernel::ClientId)) else { return Ok(()) };
    let failed = |error| Fault::from(kernel::Problem::from(people::Error::from(error)));
    let job = gate.job("demo.near", "synthetic", None);
    let homes = people::nearness::homes(&job, &[neighbour], gate.ctx().today()).await.map_err(failed)?;
    let Some((street, town)) = homes.get(&neighbour).and_then(|homes| homes.first()).and_then(|home| home.split_once(',')) else {
        return Ok(());
    };
    // The same street and number, another door.
    let number = street.split(' ').skip(1).position(|word| word.starts_with(|c: char| c.is_ascii_digit())).map_or(1, |at| at + 1);
    let building: Vec<&str> = street.split(' ').take(number + 1).collect();
    let Ok(hetu) =
        kernel::hetu::Hetu::synthetic(chrono::NaiveDate::from_ymd_opt(1986, 5, 12).unwrap_or_default(), kernel::hetu::Sex::Female, 99)
    else {
        return Ok(());
    };
    let work = job.begin().await?;
    let source = people::import::SourceClient {
        known: None,
        hetu: Some(hetu.clone()),
        identifiers: Vec::new(),
        temporary: false,
        family_name: "Lahtinen".into(),
        given_names: "Riikka".into(),
        other_names: Vec::new(),
        birth_date: None,
        sex: None,
        mother_tongue: Some("fi".into()),
        service_language: None,
        interpreter: false,
        municipality: None,
        protected: false,
        deceased: false,
        deceased_on: None,
        contacts: vec![people::import::SourceContact {
            kind: "long_lived",
            kind_of: "address",
            value: format!("{} X 99,{town}", building.join(" ")),
            since: None,
        }],
        source_system: "demo".into(),
        scope: kernel::Scope {
            controller: gate.controller(),
            register: kernel::Register::Social,
            service_task: kernel::ServiceTask::OlderPeople,
            catalogue_row: 1,
        },
    };
    let own = people::import::upsert_client(&work, &source).await.map_err(kernel::Problem::from)?;
    people::own_identity::import(&work, nurse, &hetu).await.map_err(kernel::Problem::from)?;
    work.touched(&[own.client]);
    work.commit().await?;
    Ok(())
}

/// Aino has invited Laura to see her matters and times and to answer the times, and Laura has accepted.
async fn invited(node: &Node) -> Result<(), Fault> {
    let personas = session::subjects(&node.gate).await?;
    let subject = |key: &str| personas.iter().find(|p| p.key == key).and_then(|p| p.subject_id).map(kernel::ClientId);
    let (Some(client), Some(friend)) = (subject("client_aino"), subject("client_laura")) else { return Ok(()) };
    let job = node.gate.job("demo.invitation", "synthetic", None);
    let Some(hetu) = people::hetu_for_print(&node.gate, &job, friend).await.map_err(kernel::Problem::from)? else { return Ok(()) };
    let Some((name, _)) = people::own_name(&job, friend).await.map_err(|error| kernel::Problem::from(people::Error::from(error)))? else {
        return Ok(());
    };
    let new = mandate::invitation::NewInvitation {
        name,
        groups: ["matters", "messages", "appointments", "answer_appointments"].map(str::to_owned).to_vec(),
        valid_until: node.gate.ctx().today() + chrono::Months::new(6),
        hetu,
    };
    let blinds = mandate::invitation::blinds_of(node.gate.keys(), &new.hetu);
    let mut work = job.begin().await?;
    let id = mandate::invitation::invite(&mut work, &node.rules.current(), &[client], &new).await.map_err(kernel::Problem::from)?;
    mandate::invitation::answer(&mut work, friend, &blinds, id, true).await.map_err(kernel::Problem::from)?;
    work.touched(&[client, friend]);
    work.commit().await?;
    Ok(())
}
