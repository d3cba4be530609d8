//! What people write: in their own words, in notes, in papers. Short, plain Finnish; nothing that could be a real person's.

/// What a matter is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Theme {
    Coping,
    Carer,
    Rehabilitation,
    Discharge,
    Disability,
    Family,
    Child,
    Money,
    Mind,
    Substance,
}

/// The words of a theme.
pub struct Words {
    /// Codes of the reasons of need.
    pub reasons: &'static [&'static str],
    pub own: &'static [&'static str],
    pub told: &'static [&'static str],
    pub summary: &'static str,
    pub conclusion: &'static str,
    pub goals: &'static [&'static str],
    /// Code of the plan's service, its name and how often.
    pub service: (&'static str, &'static str, &'static str),
    pub law: &'static str,
}

impl Theme {
    pub fn words(self) -> &'static Words {
        match self {
            Self::Coping => &Words {
                reasons: &["1", "10"],
                own: &[
                    "Haluaisin pärjätä kotona, mutta aamut ovat vaikeita.",
                    "En jaksa enää käydä kaupassa yksin.",
                    "Pelkään kaatuvani suihkussa.",
                ],
                told: &[
                    "Toimintakyky heikentynyt syksyn aikana, tarvitsee apua pesuihin.",
                    "Läheiset huolissaan ruokailusta ja lääkkeistä.",
                    "Kaatunut kotona kahdesti kuukauden sisällä.",
                ],
                summary: "Asiakas asuu kotona. Liikkuminen on hidastunut ja päivittäisissä toimissa tarvitaan apua. Muisti ja mieliala ennallaan.",
                conclusion: "Kotona asuminen onnistuu säännöllisen kotihoidon turvin. Tilannetta seurataan kolmen kuukauden kuluttua.",
                goals: &["Haluan asua kotona niin pitkään kuin mahdollista.", "Selviydyn aamutoimista avustettuna."],
                service: ("home_care", "Kotihoito", "2 kertaa päivässä"),
                law: "Sosiaalihuoltolaki 1301/2014 14 § ja 19 a §",
            },
            Self::Carer => &Words {
                reasons: &["11", "1"],
                own: &[
                    "Olen väsynyt, en nuku öitä kunnolla.",
                    "Tarvitsisin vapaapäiviä hoitamisesta.",
                    "Pärjäämme, kun saamme vähän apua.",
                ],
                told: &[
                    "Omaishoitaja uupunut, vapaapäivät pitämättä.",
                    "Puoliso hoitaa yksin, oma terveys heikentynyt.",
                    "Omaishoidon tuen tarve arvioitava uudelleen.",
                ],
                summary: "Puoliso hoitaa asiakasta kotona ympäri vuorokauden. Hoidon sitovuus on kasvanut ja hoitajan jaksaminen heikentynyt.",
                conclusion: "Omaishoidon tuen edellytykset täyttyvät. Vapaat järjestetään lyhytaikaishoitona ja hoitajalle tarjotaan terveystarkastus.",
                goals: &["Puoliso saa levätä kaksi päivää kuukaudessa.", "Asumme yhdessä kotona."],
                service: ("informal_care", "Omaishoidon tuki", "jatkuva"),
                law: "Laki omaishoidon tuesta 937/2005 3 §",
            },
            Self::Rehabilitation => &Words {
                reasons: &["10", "1"],
                own: &[
                    "Jalat eivät kanna portaissa. Haluaisin päästä taas kirkkoon.",
                    "Haluan kävellä taas ulkona.",
                    "Leikkauksen jälkeen en uskalla liikkua yksin.",
                ],
                told: &[
                    "Kävely heikentynyt, kaatunut kahdesti. Kuntoutus kotona arvioitava.",
                    "Lonkkaleikkauksen jälkeen toimintakyky laskenut.",
                    "Liikkuu sisällä rollaattorilla, ulos ei pääse.",
                ],
                summary: "Liikkumiskyky on laskenut viime kuukausina. Asiakas on motivoitunut harjoittelemaan kotona.",
                conclusion: "Kotikuntoutusjakso kolmen kuukauden ajaksi, tavoitteena itsenäinen liikkuminen ulkona.",
                goals: &["Haluan asua kotona ja päästä taas kirkkoon.", "Kävelen ulkona apuvälineen kanssa."],
                service: ("home_rehabilitation", "Kotikuntoutus", "3 kertaa viikossa"),
                law: "Sosiaalihuoltolaki 1301/2014 14 §, terveydenhuoltolaki 1326/2010 29 §",
            },
            Self::Discharge => &Words {
                reasons: &["10", "6"],
                own: &["Haluan kotiin mahdollisimman pian.", "Miten pärjään yöt yksin?"],
                told: &[
                    "Kotiutumassa osastolta, kotona selviytyminen arvioitava samana päivänä.",
                    "Kotiutus edellyttää kotihoidon aloitusta.",
                ],
                summary: "Asiakas kotiutuu sairaalasta. Toimintakyky on tavallista heikompi ja lääkitys on muuttunut.",
                conclusion: "Kotiutuminen onnistuu tehostetun kotihoidon turvin kahden viikon ajan.",
                goals: &["Toivun kotona."],
                service: ("home_care", "Kotihoito, tehostettu jakso", "4 kertaa päivässä"),
                law: "Sosiaalihuoltolaki 1301/2014 19 a §",
            },
            Self::Disability => &Words {
                reasons: &["1", "4"],
                own: &["Haluan päättää itse, milloin lähden ulos.", "Tarvitsen apua asioilla käymiseen."],
                told: &["Avun tarve arjessa ja harrastuksissa.", "Toivoo tukea itsenäiseen asumiseen."],
                summary: "Asiakas tarvitsee vamman vuoksi apua päivittäisissä toimissa ja kodin ulkopuolella.",
                conclusion: "Henkilökohtainen apu mahdollistaa osallistumisen ja itsenäisen elämän.",
                goals: &["Käyn harrastuksissa kaksi kertaa viikossa."],
                service: ("personal_assistance", "Henkilökohtainen apu", "20 tuntia viikossa"),
                law: "Vammaispalvelulaki 675/2023 9 §",
            },
            Self::Family => &Words {
                reasons: &["7", "1"],
                own: &["Arki on ollut raskasta, kaipaamme apua kotiin.", "Poika ei nuku eikä koulu suju. Olemme väsyneitä."],
                told: &["Vanhemmat väsyneitä, arjen rytmi hukassa.", "Perhe toivoo tukea vanhemmuuteen."],
                summary: "Perheen arki kuormittaa. Lapsen uni ja koulunkäynti tarvitsevat tukea, vanhemmat ovat yhteistyöhaluisia.",
                conclusion: "Perhetyö kerran viikossa puolen vuoden ajan, koulun kanssa tehdään yhteistyötä.",
                goals: &["Illat ovat rauhallisia ja kaikki nukkuvat.", "Koulupäivät sujuvat."],
                service: ("family_work", "Perhetyö", "kerran viikossa"),
                law: "Sosiaalihuoltolaki 1301/2014 18 §",
            },
            Self::Child => &Words {
                reasons: &["7"],
                own: &[],
                told: &["Huoli lapsen turvallisuudesta kotona.", "Lapsi ollut toistuvasti poissa koulusta."],
                summary: "Lapsen tilannetta on selvitetty perheen, koulun ja terveydenhuollon kanssa.",
                conclusion: "Perhe saa tukea avohuollossa, lapsen tilannetta seurataan tiiviisti.",
                goals: &["Lapsella on turvallinen ja säännöllinen arki."],
                service: ("family_work", "Tehostettu perhetyö", "2 kertaa viikossa"),
                law: "Lastensuojelulaki 417/2007 36 §",
            },
            Self::Money => &Words {
                reasons: &["3"],
                own: &["Laskut ovat jääneet maksamatta.", "En saa raha-asioita järjestykseen."],
                told: &["Velkaantunut, häätöuhka.", "Tarvitsee tukea raha-asioiden hoitoon."],
                summary: "Taloudellinen tilanne on vaikea ja vuokrarästejä on kertynyt. Asiakas haluaa apua.",
                conclusion: "Sosiaaliohjausta ja maksusuunnitelma; ohjataan talous- ja velkaneuvontaan.",
                goals: &["Vuokrat tulevat ajallaan maksetuiksi."],
                service: ("social_guidance", "Sosiaaliohjaus", "kerran kuukaudessa"),
                law: "Sosiaalihuoltolaki 1301/2014 16 §",
            },
            Self::Mind => &Words {
                reasons: &["9", "4"],
                own: &["En jaksa lähteä kotoa.", "Haluaisin päivääni jotain tekemistä."],
                told: &["Eristäytynyt kotiin, arki ei suju.", "Mielenterveyden ongelmia, tarvitsee tukea asumiseen."],
                summary: "Asiakas on jäänyt yksin. Voimavarat ovat vähissä, mutta hän toivoo muutosta.",
                conclusion: "Sosiaalinen kuntoutus ryhmässä ja tukikäynnit kotiin.",
                goals: &["Käyn ryhmässä joka viikko."],
                service: ("social_rehabilitation", "Sosiaalinen kuntoutus", "2 kertaa viikossa"),
                law: "Sosiaalihuoltolaki 1301/2014 17 §",
            },
            Self::Substance => &Words {
                reasons: &["8"],
                own: &["Haluan lopettaa juomisen.", "Tarvitsen apua, ennen kuin menetän asunnon."],
                told: &["Runsas alkoholinkäyttö, arki uhattuna.", "Toivoo päihdekuntoutusta."],
                summary: "Päihteiden käyttö on lisääntynyt. Asiakas on motivoitunut hoitoon.",
                conclusion: "Avokuntoutus alkaa, tuki jatkuu puoli vuotta.",
                goals: &["Pysyn raittiina ja pidän asuntoni."],
                service: ("substance_services", "Päihdeavokuntoutus", "kerran viikossa"),
                law: "Sosiaalihuoltolaki 1301/2014 24 §",
            },
        }
    }
}

/// Notes of contacts: kind and text.
pub const NOTES: &[(&str, &str)] = &[
    ("phone", "Soitettu asiakkaalle. Kertoi voinnistaan ja toiveistaan, sovittu jatkosta."),
    ("phone", "Puhelu läheiselle asiakkaan luvalla. Läheinen kuvasi arjen tilannetta."),
    ("home_visit", "Kotikäynti. Keskusteltu arjesta ja avun tarpeesta, käyty läpi kodin turvallisuus."),
    ("office", "Tapaaminen toimistolla. Käyty läpi asian vaiheet ja asiakkaan oma näkemys."),
    ("network_meeting", "Verkostopalaveri asiakkaan ja läheisten kanssa. Sovittu työnjaosta."),
    ("contact", "Viesti kotihoidosta: asiakas tarvitsee aiempaa enemmän apua aamuisin."),
];

/// What clients write, and what is answered.
pub const MESSAGES: &[(&str, &str)] = &[
    ("Voiko tyttäreni olla mukana kotikäynnillä?", "Kyllä voi, se on oikein hyvä. Sovitaan aika puhelimitse."),
    ("Milloin asiani etenee?", "Arviointi on kesken. Soitan teille tämän viikon aikana."),
    ("Tarvitsen apua jo ennen kuin päätös on valmis.", "Kiitos viestistä. Otan yhteyttä tänään."),
    ("Onko teillä kaikki tarvitsemanne paperit?", "On, kiitos. Ilmoitan, jos jotain puuttuu."),
];
