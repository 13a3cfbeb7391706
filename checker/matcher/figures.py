"""Figures of key equipment in running text: which number is the system's throughput, its routes, its CPUs.

A number belongs to the quantity named nearest to it in the same clause. A figure of one slot or port is only a lower
bound for the system's. Of several values the one that could bring the product into the Directory is taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from checker.matcher.units import CHINESE_NUMBERS, NUMBER, NUMBERS, parse_count, parse_numbers, to_base

CLAUSES = re.compile(r"[;。、|\n]|,(?!\d{3}(?!\d))|/(?=\s*[^\d\s])")
WORDS = "|".join(sorted(map(re.escape, CHINESE_NUMBERS), key=len, reverse=True))
COUNT = rf"(?:\d{{1,3}}|{WORDS})"

THROUGHPUT = re.compile(
    r"吞吐|交换容量|交换能力|交换性能|交换带宽|背板|转发性能|转发能力|转发带宽|转发容量|整机容量|系统容量|路由容量"
    r"|switching|switch capacity|backplane|throughput|fabric|forwarding|system capacity|capacity|aggregate bandwidth|bandwidth"
)
PART = re.compile(
    r"单槽|每槽|槽位|单板|线卡|板卡|每端口|单端口|端口速率|端口|接口|网口|上行|下行|速率|无线|wi-?fi|wan|vpn|ipsec|ssl|加密|防火墙|firewall"
    r"|堆叠|per[ -]?slot|/slot|per[ -]?port|line ?card|uplink|downlink|stacking|port speed|interface|ports?\b|wireless|单芯片|per[ -]?chip"
)
SYSTEM = re.compile(r"整机|整系统|系统|全机|机箱|system|chassis|overall|total")
RATE = re.compile(rf"({NUMBERS})\s*([tgmk])\s*(bps|bit/s|bits/s|b/s|bit|b)?(?![a-z0-9])")
PACKETS = re.compile(rf"({NUMBERS})\s*(t|g|b|m|k|亿|万)?\s*(?:pps|包/秒|packets/s|packets per second)(?![a-z0-9])")
ROUTES = re.compile(
    r"路由表|路由条目|路由数|路由容量|路由|routes?\b|routing table|routing entries|fib|rib|prefix|转发表"
)
OTHER_TABLES = re.compile(r"mac|arp|acl|nat|vlan|会话|session|组播|multicast|流表|lsp|隧道|tunnel|用户|subscriber|连接")
ENTRIES = re.compile(rf"({NUMBERS})\s*(万条|亿条|万|亿|k|m|million|thousand|条)?(?![a-z0-9.%])")
ROUTE_FACTORS = {"million": "m", "thousand": "k"}
CPU_NAMES = (
    r"cpu|处理器|xeon|至强|epyc|霄龙|鲲鹏|kunpeng|海光|hygon"
    r"|飞腾|phytium|龙芯|loongson|申威|兆芯|processor|socket|power ?\d+|opteron|itanium"
)
CPUS = (
    re.compile(rf"({COUNT})\s*(?:颗|个|块|枚|[x×*])\s*(?:[^,;。\d颗核]{{0,24}}?)(?:{CPU_NAMES})"),
    re.compile(rf"({COUNT})\s*路(?!由|视频|高清|音频|模拟|数字|1080|4k|语音|输入|输出|电话|gpu)"),
    re.compile(rf"(?<![a-z0-9])({COUNT})\s*-?\s*(?:socket|way|cpus|processors)(?![a-z])"),
    re.compile(rf"(?:cpu|处理器)\s*(?:数量|个数|配置数量|颗数|数)?\s*(?:[:≥>=为]|不少于|最大支持|最多支持|支持|最大|最多|可扩展至|\s)*\s*({COUNT})\s*(?:颗|个|路|块|枚|$|[^\d.a-z\s核-])"),
    re.compile(rf"(?:支持|配置|最大|最多)\s*({COUNT})\s*颗"),
    re.compile(rf"({COUNT})\s*颗"),
    re.compile(rf"(?<![a-z0-9])(\d{{1,2}})\s*[x×*]\s*(?:intel|amd|{CPU_NAMES}|[3-9]\d{{3}}[a-z]?\b)"),
)  # fmt: skip
CORES = re.compile(rf"({NUMBERS})\s*(?:核(?!心路由|心交换)|-?\s*cores?(?![a-z])|c(?![a-z0-9]))")
TOTAL = re.compile(r"总核|总计|合计|共计|共|total")
MEMORY = re.compile(rf"(?:({NUMBER})\s*[x×*]\s*)?({NUMBER})\s*([tg])b?(?![a-z0-9])(?:\s*[x×*]\s*({NUMBER}))?")
MEMORY_WORDS = re.compile(r"内存|memory|(?<![a-z])ram|ddr\d?|r?dimm")
DISK_WORDS = re.compile(
    r"硬盘|ssd|hdd|sas|sata|nvme|disk|drive|磁盘|存储|raid|缓存|cache|网卡|显存|网口|光口|端口|ge|bps"
)
TIME = re.compile(rf"({NUMBERS})\s*(ns|us|μs|ms|微秒|纳秒|毫秒)(?![a-z0-9])\s*(/\s*(?:1000|1k|k|千)|per\s+(?:1000|k))?")
STEPS = re.compile(rf"({NUMBERS})\s*(k|千|万)?\s*(?:步|steps?|指令|instructions?)\s*/\s*(ms|毫秒|μs|us|微秒)")
SLOW_TIMES = re.compile(
    r"扫描周期|扫描时间|循环周期|循环时间|周期|scan|cycle|中断|interrupt|滤波|filter|延迟|延时|delay|响应|response|刷新|脉冲|pulse|jitter|抖动"
)
THOUSAND = re.compile(r"千条|1000\s*条|1k\s*(?:条|instr)|per 1000|1000 instr|/k|k指令|1k指令|每k")
LARGER_IS_LISTED = frozenset({"throughput", "forwarding_rate", "routes", "cpus", "cores", "memory"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure found.

    Attributes:
        quantity: As in :class:`checker.loader.directory.Threshold`.
        value: In base units.
        text: Where it was read.
        level: ``system``; ``part`` for one slot, port or card; ``plain`` when nothing near it names the quantity.
    """

    quantity: str
    value: Decimal
    text: str
    level: str = "system"


def read_figures(text: str, category: str) -> list[Figure]:
    """Return the figures of a normalised text that matter for one category of key equipment.

    Args:
        text: Specification, name and model in normal form.
        category: ``E01`` to ``E04``; for any other nothing is read.
    """
    found: list[Figure] = []
    if category == "E03":
        return [*_cpus(text), *_cores_and_memory(text)]
    for clause in CLAUSES.split(text):
        if not any(sign.isdigit() for sign in clause):
            continue
        if category in ("E01", "E02"):
            found += _rates(clause)
        if category == "E01":
            found += _routes(clause)
        elif category == "E02":
            found += _packets(clause)
        elif category == "E04":
            found += _times(clause)
    return found


def choose_figure(figures: list[Figure], quantity: str) -> tuple[Figure | None, tuple[Figure, ...]]:
    """Return the figure to judge by and those it was preferred to.

    System figures beat plain ones; of several the one is taken that could bring the product into the Directory: the
    largest, for execution times the smallest.
    """
    of_quantity = [figure for figure in figures if figure.quantity == quantity]
    for level in ("system", "plain", "part"):
        candidates = [figure for figure in of_quantity if figure.level == level]
        if candidates:
            larger = quantity in LARGER_IS_LISTED
            best = (max if larger else min)(candidates, key=lambda figure: figure.value)
            return best, tuple(figure for figure in candidates if figure.value != best.value)
    return None, ()


def _level(clause: str, start: int, end: int, label: "re.Pattern[str]") -> str:
    """Return whose figure stands at a place of a clause, by the words around it."""
    before, after = clause[:start], clause[end:]
    part, named, system = _last(PART, before), _last(label, before), _last(SYSTEM, before)
    if part < 0 and named < 0:
        if label.search(after):
            return "part" if PART.match(after.strip()) else "system"
        return "part" if PART.search(after) else "plain"
    if system >= 0 and named >= 0:
        return "system"
    return "system" if named > part or (named >= 0 and not PART.search(before[named:])) else "part"


def _last(pattern: "re.Pattern[str]", text: str) -> int:
    """Return where the last match of a pattern begins, -1 when there is none."""
    place = -1
    for found in pattern.finditer(text):
        place = found.start()
    return place


def _rates(clause: str) -> Iterator[Figure]:
    for found in RATE.finditer(clause):
        level = _level(clause, found.start(), found.end(), THROUGHPUT)
        if found[3] in (None, "b", "bit") and level != "system":
            continue
        for value in parse_numbers(found[1]):
            yield Figure("throughput", to_base(value, f"{found[2]}bps", "rate"), found[0].strip(), level)


def _packets(clause: str) -> Iterator[Figure]:
    for found in PACKETS.finditer(clause):
        before = clause[: found.start()]
        level = "part" if _last(PART, before) > max(_last(SYSTEM, before), -1) and "包转发" not in before else "system"
        for value in parse_numbers(found[1]):
            unit = f"{found[2] or ''}pps"
            yield Figure("forwarding_rate", to_base(value, unit, "packets"), found[0].strip(), level)


def _routes(clause: str) -> Iterator[Figure]:
    if not ROUTES.search(clause):
        return
    for found in ENTRIES.finditer(clause):
        before, after = clause[: found.start()], clause[found.end() :]
        route, other = _last(ROUTES, before), _last(OTHER_TABLES, before)
        following = ROUTES.match(after.strip().removeprefix("ipv4").removeprefix("ipv6").strip())
        if not (route > other or (following and route < 0)):
            continue
        unit = ROUTE_FACTORS.get(found[2] or "条", found[2] or "条")
        for value in parse_numbers(found[1]):
            pieces = to_base(value, unit, "count")
            if pieces >= 100:
                yield Figure("routes", pieces, found[0].strip())


def _cpus(text: str) -> Iterator[Figure]:
    for pattern in CPUS:
        for found in pattern.finditer(text):
            count = parse_count(found[1])
            if 0 < count <= 256 and "gpu" not in text[found.start() : found.end() + 6]:
                yield Figure("cpus", count, found[0].strip(" ,;:"))


def _cores_and_memory(text: str) -> Iterator[Figure]:
    for found in CORES.finditer(text):
        if TOTAL.search(text[max(0, found.start() - 8) : found.start()]):
            continue
        for value in parse_numbers(found[1]):
            if value <= 512:
                yield Figure("cores", value, found[0].strip())
    for found in MEMORY.finditer(text):
        before, after = text[max(0, found.start() - 24) : found.start()], text[found.end() : found.end() + 10]
        memory, disk = _last(MEMORY_WORDS, before), _last(DISK_WORDS, before)
        named = memory > disk or bool(MEMORY_WORDS.match(after.strip(" -")))
        if not named:
            continue
        size = to_base(parse_numbers(found[2])[0], found[3], "memory")
        for times in (found[1], found[4]):
            size *= parse_numbers(times)[0] if times else 1
        yield Figure("memory", size, found[0].strip())


def _times(clause: str) -> Iterator[Figure]:
    for found in TIME.finditer(clause):
        before = clause[: found.start()]
        if SLOW_TIMES.search(before) and not re.search(r"指令|instruction|bit|位", before):
            continue
        thousand = found[3] or THOUSAND.search(clause)
        for value in parse_numbers(found[1]):
            seconds = to_base(value, found[2], "time") / (1000 if thousand else 1)
            yield Figure("instruction_time", seconds, found[0].strip())
    for found in STEPS.finditer(clause):
        factor = {"k": 1000, "千": 1000, "万": 10000}.get(found[2] or "", 1)
        for value in parse_numbers(found[1]):
            if value:
                seconds = to_base(Decimal(1), found[3], "time") / (value * factor)
                yield Figure("instruction_time", seconds, found[0].strip())
