"""What designations of foreign makers stand for, and that no family reaches for another kind of thing."""

import re

import pytest

from checker.matcher.families import Families, begin_with, load_families
from checker.matcher.makers import Makers, load_makers
from checker.matcher.text import normalise
from checker.resources import data_path, read_rows

CASES = [
    ("Mitsubishi", "FX3U-32MT", "figures", "E04"),
    ("Mitsubishi", "FX3G-24MR", "out", ""),
    ("Siemens", "S7-1500 CPU 1516-3 PN/DP", "figures", "E04"),
    ("Siemens", "IM 153-1", "out", ""),
    ("Omron", "CP1H", "out", ""),
    ("Siemens", "S7-1200", "figures", "E04"),
    ("Siemens", "S7-400 CPU 416", "figures", "E04"),
    ("Barracuda", "Backup", "in", "P01"),
    ("Commvault", "Simpana", "in", "P01"),
    ("Datto", "SIRIS", "in", "P01"),
    ("EMC", "Avamar", "in", "P01"),
    ("EMC", "Data Domain DD670", "in", "P01"),
    ("HP", "Data Protector", "in", "P01"),
    ("Unitrends", "Recovery-813", "in", "P01"),
    ("Veritas", "NetBackup Appliance", "in", "P01"),
    ("Barracuda", "NG Firewall", "in", "P02"),
    ("Cisco", "ASA 5505", "in", "P02"),
    ("Cisco", "Meraki MX64", "in", "P02"),
    ("D-Link", "DFL-860", "in", "P02"),
    ("Dell", "SonicWALL TZ 215", "in", "P02"),
    ("Fortinet", "FortiWeb", "in", "P02"),
    ("Ingate", "SIParator", "in", "P02"),
    ("Juniper", "NetScreen-5GT", "in", "P02"),
    ("Juniper", "SRX100", "in", "P02"),
    ("Netgear", "FVS318", "in", "P02"),
    ("SonicWALL", "TZ170", "in", "P02"),
    ("Sophos", "XG", "in", "P02"),
    ("Untangle", "NG Firewall", "in", "P02"),
    ("Zyxel", "USG FLEX 200", "in", "P02"),
    ("Enterasys", "Dragon", "in", "P03"),
    ("Cisco", "IPS 4240", "in", "P04"),
    ("IBM", "Proventia GX4004", "in", "P04"),
    ("Juniper", "IDP 75", "in", "P04"),
    ("McAfee", "IntruShield", "in", "P04"),
    ("Sourcefire", "3D1000", "in", "P04"),
    ("Barracuda", "Spam Firewall 300", "in", "P06"),
    ("BorderWare", "MXtreme", "in", "P06"),
    ("Cisco", "Email Security Appliance", "in", "P06"),
    ("Cisco", "IronPort C370", "in", "P06"),
    ("Fortinet", "FortiMail 100", "in", "P06"),
    ("IronPort", "AsyncOS", "in", "P06"),
    ("McAfee", "Email Gateway", "in", "P06"),
    ("Proofpoint", "Protection Server", "in", "P06"),
    ("SonicWall", "Email Security", "in", "P06"),
    ("Sophos", "Email Appliance", "in", "P06"),
    ("Symantec", "Messaging Gateway", "in", "P06"),
    ("Tumbleweed", "MailGate", "in", "P06"),
    ("McAfee", "Vulnerability Manager", "in", "P08"),
    ("Qualys", "Scanner Appliance", "in", "P08"),
    ("Rapid7", "Nexpose", "in", "P08"),
    ("Tenable", "Nessus", "in", "P08"),
    ("Array Networks", "SPX2000", "in", "P11"),
    ("Aventail", "EX-1500", "in", "P11"),
    ("Cisco", "VPN 3030", "in", "P11"),
    ("Cisco", "VPN Concentrator", "in", "P11"),
    ("Citrix", "Access Gateway", "in", "P11"),
    ("F5", "FirePass 1200", "in", "P11"),
    ("Juniper", "Infranet Controller 4000", "in", "P11"),
    ("Juniper", "MAG4610 SSL VPN", "in", "P11"),
    ("Juniper", "SA2500", "in", "P11"),
    ("Nortel", "Contivity", "in", "P11"),
    ("Nortel", "VPN Gateway 3050", "in", "P11"),
    ("SonicWALL", "Aventail E-Class", "in", "P11"),
    ("SonicWALL", "SSL-VPN 2000", "in", "P11"),
    ("WatchGuard", "SSL 560", "in", "P11"),
    ("Trend Micro", "InterScan Web Security Virtual Appliance", "in", "P12"),
    ("Symantec", "Endpoint Protection Manager", "in", "P14"),
    ("Trend Micro", "OfficeScan", "in", "P14"),
    ("Adaptec", "Snap Server", "in", "P16"),
    ("Buffalo", "LinkStation", "in", "P16"),
    ("D-Link", "DNS-323", "in", "P16"),
    ("Dell", "EqualLogic PS6000", "in", "P16"),
    ("ExaGrid", "EX10000E", "in", "P16"),
    ("HP", "MSA 2040", "in", "P16"),
    ("HP", "XP7", "in", "P16"),
    ("Hitachi", "AMS2100", "in", "P16"),
    ("LSI", "Engenio", "in", "P16"),
    ("Netgear", "SC101", "in", "P16"),
    ("Oracle", "StorageTek SL150", "in", "P16"),
    ("Pure Storage", "FlashArray", "in", "P16"),
    ("Quantum", "Scalar i500", "in", "P16"),
    ("Seagate", "BlackArmor NAS 220", "in", "P16"),
    ("Cisco", "Content Security Management Appliance", "in", "P19"),
    ("Palo Alto Networks", "Panorama", "in", "P19"),
    ("Blue Coat", "PacketShaper 3500", "in", "P20"),
    ("Cisco", "SCE 2020", "in", "P20"),
    ("Packeteer", "PacketShaper", "in", "P20"),
    ("A10 Networks", "AX2500", "in", "P21"),
    ("A10 Networks", "Thunder 3030S", "in", "P21"),
    ("Barracuda", "Load Balancer", "in", "P21"),
    ("Cisco", "ACE 4710", "in", "P21"),
    ("Cisco", "ACE Module", "in", "P21"),
    ("Cisco", "CSS 11503", "in", "P21"),
    ("Cisco", "LocalDirector 416", "in", "P21"),
    ("Citrix", "NetScaler MPX 8200", "in", "P21"),
    ("Coyote Point", "Equalizer E350si", "in", "P21"),
    ("F5", "BIG-IP 3600", "in", "P21"),
    ("Radware", "Alteon 5208", "in", "P21"),
    ("Radware", "LinkProof", "in", "P21"),
    ("Riverbed", "SteelApp", "in", "P21"),
    ("Zeus", "ZXTM", "in", "P21"),
    ("8e6", "R3000", "in", "P22"),
    ("Barracuda", "Web Filter", "in", "P22"),
    ("Bluecoat", "ProxySG 210", "in", "P22"),
    ("Cisco", "IronPort S170", "in", "P22"),
    ("Cisco", "Web Security Appliance", "in", "P22"),
    ("ContentKeeper", "ContentKeeper", "in", "P22"),
    ("Finjan", "Vital Security", "in", "P22"),
    ("McAfee", "Web Gateway", "in", "P22"),
    ("NetApp", "NetCache C2100", "in", "P22"),
    ("Sophos", "Web Appliance", "in", "P22"),
    ("Squid", "Squid", "in", "P22"),
    ("St. Bernard", "iPrism", "in", "P22"),
    ("Websense", "V10000", "in", "P22"),
    ("Arbor Networks", "Peakflow SP", "in", "P23"),
    ("Radware", "DefensePro 1006", "in", "P23"),
    ("Aruba", "ClearPass", "in", "P24"),
    ("Cisco", "Clean Access Server", "in", "P24"),
    ("Cisco", "ISE", "in", "P24"),
    ("Cisco", "Identity Services Engine", "in", "P24"),
    ("ForeScout", "CounterACT", "in", "P24"),
    ("Vormetric", "Data Security Manager", "in", "P26"),
    ("CyberArk", "Vault", "in", "P30"),
    ("HP", "ArcSight Logger", "in", "P31"),
    ("IBM", "QRadar", "in", "P31"),
    ("Juniper", "STRM 500", "in", "P31"),
    ("Splunk", "Enterprise", "in", "P31"),
    ("Cisco", "Secure ACS", "in", "P32"),
    ("Imprivata", "OneSign", "in", "P32"),
    ("RSA", "Authentication Manager", "in", "P32"),
    ("Vasco", "aXsGUARD", "in", "P32"),
    ("McAfee", "ePolicy Orchestrator", "in", "P33"),
    ("ABB", "REF615", "out", ""),
    ("APC", "InRow RC", "out", ""),
    ("Alcatel-Lucent", "OmniPCX", "out", ""),
    ("Allied Telesis", "x900-24XT", "out", ""),
    ("Amazon", "Fire TV", "out", ""),
    ("Arris", "TG862", "out", ""),
    ("Axis", "M1011", "out", ""),
    ("BlackBerry", "9900", "out", ""),
    ("Brocade", "Fabric OS", "out", ""),
    ("Brocade", "ICX6610", "out", ""),
    ("Buffalo", "WZR-HP-G300NH", "out", ""),
    ("Cisco", "2811", "out", ""),
    ("Cisco", "3845", "out", ""),
    ("Cisco", "AS5350", "out", ""),
    ("Cisco", "ASR 1002", "out", ""),
    ("Cisco", "CP 8961", "out", ""),
    ("Cisco", "Catalyst 3750", "out", ""),
    ("Cisco", "Catalyst 4948", "out", ""),
    ("Cisco", "Catalyst 9300", "out", ""),
    ("Cisco", "Linksys WAP54G", "out", ""),
    ("Cisco", "MDS 9148", "out", ""),
    ("Cisco", "SG300-28", "out", ""),
    ("Cisco", "Small Business RV042", "out", ""),
    ("Cisco", "Unified IP Phone 8841", "out", ""),
    ("Cisco", "WAP371", "out", ""),
    ("Cisco", "WAP4410N", "out", ""),
    ("Cyclades", "AlterPath ACS", "out", ""),
    ("D-Link", "DI-624", "out", ""),
    ("Dell", "B5460dn", "out", ""),
    ("Digi", "PortServer TS 16", "out", ""),
    ("Extreme Networks", "Summit X450", "out", ""),
    ("Extreme Networks", "X440-24t", "out", ""),
    ("Foundry Networks", "FastIron Edge", "out", ""),
    ("HP", "Compaq 8200 Elite", "out", ""),
    ("HP", "KVM Console Switch", "out", ""),
    ("IBM", "RSA II", "out", ""),
    ("Liebert", "GXT2", "out", ""),
    ("Linksys", "BEFSR41", "out", ""),
    ("Lucent", "Pipeline 50", "out", ""),
    ("Mirapoint", "Message Server", "out", ""),
    ("Netgear", "WG602", "out", ""),
    ("Netgear", "XE104", "out", ""),
    ("Nortel", "Business Communications Manager", "out", ""),
    ("Oracle", "ILOM", "out", ""),
    ("Panasonic", "WV-SF335", "out", ""),
    ("Patton", "NetLink 3088", "out", ""),
    ("Raritan", "Dominion KX II", "out", ""),
    ("Ruckus", "ZoneFlex R700", "out", ""),
    ("Samsung", "CLX-6260", "out", ""),
    ("Schneider Electric", "SCADAPack 334", "out", ""),
    ("Schneider Electric", "Twido TWDLCAE40DRF", "out", ""),
    ("Siemens", "OpenStage 40", "out", ""),
    ("Sony", "BRAVIA", "out", ""),
    ("Sun", "ELOM", "out", ""),
    ("Sun", "Sun Ray 2FS", "out", ""),
    ("Symbol", "MC9090", "out", ""),
    ("Tridium", "JACE", "out", ""),
    ("Western Digital", "WD TV Live", "out", ""),
    ("Zyxel", "NWA3160", "out", ""),
    ("Zyxel", "P-660HW", "out", ""),
    ("Alcatel-Lucent", "7750 SR", "undetermined", "E01"),
    ("Arris", "C4 CMTS", "undetermined", "E01"),
    ("Brocade", "NetIron MLX-8", "undetermined", "E01"),
    ("Cisco", "CRS-1", "undetermined", "E01"),
    ("Cisco", "NCS 5501", "undetermined", "E01"),
    ("Ericsson", "SSR 8000", "undetermined", "E01"),
    ("Ericsson", "SmartEdge 800", "undetermined", "E01"),
    ("Juniper", "JUNOS", "undetermined", "E01"),
    ("Juniper", "MX480", "undetermined", "E01"),
    ("Juniper", "PTX10008", "undetermined", "E01"),
    ("Juniper", "T640", "undetermined", "E01"),
    ("Vyatta", "Vyatta", "undetermined", "E01"),
    ("Arista", "EOS", "undetermined", "E02"),
    ("Cisco", "NX-OS", "undetermined", "E02"),
    ("Cisco", "Nexus 7010", "undetermined", "E02"),
    ("Cisco", "Nexus 93180YC-FX", "undetermined", "E02"),
    ("Force10", "E1200", "undetermined", "E02"),
    ("Juniper", "EX9208", "undetermined", "E02"),
    ("Juniper", "QFX5100-48S", "undetermined", "E02"),
    ("Mellanox", "SX6036", "undetermined", "E02"),
    ("HP", "NonStop", "undetermined", "E03"),
    ("HP", "Superdome 2", "undetermined", "E03"),
    ("ABB", "AC500", "undetermined", "E04"),
    ("Beckhoff", "BC9000", "undetermined", "E04"),
    ("GE Fanuc", "PACSystems RX3i", "undetermined", "E04"),
    ("Honeywell", "HC900", "undetermined", "E04"),
    ("Koyo", "DL205", "undetermined", "E04"),
    ("Mitsubishi", "Q03UDE", "undetermined", "E04"),
    ("Phoenix Contact", "ILC 350 PN", "undetermined", "E04"),
    ("Rockwell Automation", "1756-L61", "undetermined", "E04"),
    ("Saia-Burgess", "PCD3", "undetermined", "E04"),
    ("Schneider Electric", "Modicon M340 BMXP342020", "undetermined", "E04"),
    ("Schneider Electric", "Quantum 140 NOE 771 01", "undetermined", "E04"),
    ("Schneider Electric", "TSXETY4103", "undetermined", "E04"),
    ("Siemens", "SIMATIC S7-300", "undetermined", "E04"),
    ("WAGO", "750-881", "undetermined", "E04"),
    ("Barracuda", "Message Archiver", "undetermined", "P07"),
    ("NetScout", "InfiniStream", "undetermined", "P07"),
    ("Apple", "Time Capsule", "undetermined", "P16"),
    ("Panasonic", "WJ-NV200", "undetermined", "P16"),
    ("Gemalto", "SafeNet Luna", "undetermined", "P17"),
    ("Thales", "nShield Connect", "undetermined", "P17"),
    ("Cisco", "Wide Area Application Services", "undetermined", "P20"),
    ("Citrix", "CloudBridge", "undetermined", "P20"),
    ("Expand", "Accelerator 4800", "undetermined", "P20"),
    ("Peribit", "SR-50", "undetermined", "P20"),
    ("Riverbed", "Steelhead", "undetermined", "P20"),
    ("Silver Peak", "NX-3700", "undetermined", "P20"),
    ("Foundry", "ServerIron XL", "undetermined", "P21"),
    ("Peplink", "Balance 20", "undetermined", "P21"),
    ("Akamai", "Ghost", "undetermined", "P22"),
    ("Cisco", "Content Engine", "undetermined", "P22"),
    ("Infoblox", "NIOS", "undetermined", "P22"),
    ("EfficientIP", "SOLIDserver", "undetermined", "P23"),
    ("Dell", "KACE", "undetermined", "P33"),
]
"""Maker, product name, what the family settles, and one of its categories (empty when it has none that counts)."""

UNMISTAKABLE = [
    ("FortiGate 60F", "P02"),
    ("BIG-IP 2000s", "P21"),
    ("pfSense Plus", "P02"),
    ("ProxySG 300-10", "P22"),
    ("QRadar 3105", "P31"),
    ("DiskStation DS920+", "P16"),
    ("NetScreen-25", "P02"),
]
"""Names that tell their kind without the maker, and a category of theirs."""

DIFFERENT = [
    ("Cisco", "CP 7961G", "ip phone", "7206VXR", "router"),
    ("Cisco", "MX800", "endpoint", "Meraki MX84", "firewall"),
    ("HP", "LaserJet 4250", "printer", "StorageWorks EVA8000", "storage"),
    ("D-Link", "DNS-343", "storage", "DIR-615", "router"),
    ("Netgear", "FVS336G", "firewall", "GS108", "switch"),
    ("Dell", "EqualLogic PS4100", "storage", "3110cn", "printer"),
    ("Siemens", "SCALANCE S623", "firewall", "SCALANCE X204", "switch"),
    ("Juniper", "SRX240", "firewall", "EX2200", "switch"),
    ("Fortinet", "FortiMail 200", "mail", "FortiAP 231F", "access point"),
]
"""Pairs of one maker whose kinds must stay apart."""


@pytest.fixture(scope="module")
def families() -> Families:
    """Every family of the data folder."""
    return load_families()


@pytest.fixture(scope="module")
def makers() -> Makers:
    """Every maker of the data folder."""
    return load_makers()


def named(makers: Makers, manufacturer: str) -> frozenset[str]:
    """Return the known makers of a manufacturer cell, its group among them."""
    company = makers.read(manufacturer)
    return company.makers | company.groups


@pytest.mark.parametrize(("manufacturer", "text", "settles", "category"), CASES)
def test_designation_is_known(
    families: Families, makers: Makers, manufacturer: str, text: str, settles: str, category: str
) -> None:
    match = families.find("", normalise(text), named(makers, manufacturer), stated=True)
    assert match is not None
    assert match.family.settles == settles, match.family.name
    assert not category or category in match.family.categories, match.family.name


@pytest.mark.parametrize(("text", "category"), UNMISTAKABLE)
def test_name_tells_without_maker(families: Families, text: str, category: str) -> None:
    match = families.find("", normalise(text), frozenset(), stated=False)
    assert match is not None
    assert match.family.settles == "in"
    assert category in match.family.categories


@pytest.mark.parametrize(("manufacturer", "one", "one_kind", "other", "other_kind"), DIFFERENT)
def test_kinds_of_one_maker_stay_apart(
    families: Families, makers: Makers, manufacturer: str, one: str, one_kind: str, other: str, other_kind: str
) -> None:
    owned = named(makers, manufacturer)
    first = families.find("", normalise(one), owned, stated=True)
    second = families.find("", normalise(other), owned, stated=True)
    assert first is not None, one_kind
    assert second is not None, other_kind
    assert (first.family.kind, first.family.categories) != (second.family.kind, second.family.categories)


def foreign_rows() -> list[tuple[str, dict[str, str]]]:
    """Every row of the foreign family files, with the name of its file."""
    paths = sorted(data_path("families").glob("foreign_*.csv"))
    return [(path.name, row) for path in paths for row in read_rows("families", path.name)]


def test_every_maker_of_a_family_has_names() -> None:
    known = {row["maker"] for path in data_path("makers").glob("*.csv") for row in read_rows("makers", path.name)}
    assert {row["maker"] for _, row in foreign_rows()} - known <= {""}


def test_no_family_of_any_maker_stands_for_everything() -> None:
    for name, row in foreign_rows():
        if not row["maker"]:
            assert "" not in begin_with(row["pattern"]), f"{name}: {row['family']}"
            assert not re.compile(row["pattern"]).fullmatch("x"), f"{name}: {row['family']}"


def test_a_family_that_is_in_names_its_category() -> None:
    for name, row in foreign_rows():
        if row["settles"] in ("in", "undetermined", "figures"):
            assert row["categories"], f"{name}: {row['family']} of {row['maker']}"
        assert re.fullmatch(r"([EP]\d\d(\|[EP]\d\d)*)?", row["categories"]), row
        assert re.fullmatch(r"(P\d\d(\|P\d\d)*)?", row["also"]), row


def test_figures_stand_only_beside_key_equipment() -> None:
    figures = ("throughput_tbps", "forwarding_gpps", "routes_wan", "cpus", "cores", "memory_gb", "instruction_us")
    for name, row in foreign_rows():
        stated = [figure for figure in figures if row[figure]]
        if row["settles"] == "figures":
            assert stated, f"{name}: {row['family']}"
        if stated:
            assert row["categories"].startswith("E"), f"{name}: {row['family']}"
            assert row["note"], f"{name}: {row['family']}"


def test_makers_stand_in_one_file() -> None:
    foreign = {row["maker"] for row in read_rows("makers", "foreign.csv")}
    others = {
        row["maker"]
        for path in data_path("makers").glob("*.csv")
        if path.name != "foreign.csv"
        for row in read_rows("makers", path.name)
    }
    assert not foreign & others


@pytest.mark.parametrize(
    ("name", "maker"),
    [("思科", "cisco"), ("飞塔", "fortinet"), ("瞻博网络", "juniper"), ("罗克韦尔自动化", "rockwell"), ("Allen-Bradley", "rockwell"),
     ("Hewlett Packard Enterprise", "hpe"), ("Kyocera Mita", "kyocera"), ("群晖", "synology"), ("施耐德电气", "schneider")],
)  # fmt: skip
def test_names_stand_for_their_maker(makers: Makers, name: str, maker: str) -> None:
    assert makers.identify(name) == maker
