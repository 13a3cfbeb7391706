"""How data sheets write the quantities of key equipment, in Chinese, English and Japanese.

Patterns are for normalised text, where ー of Japanese words is a plain dash. Used by :mod:`checker.matcher.figures`.
"""

import re

from checker.matcher.late import late
from checker.matcher.units import CHINESE_NUMBERS, NUMBER, NUMBERS

CLAUSES = late(r"[;。、|\n]|,(?!\d{3}(?!\d))|/(?=\s*[^\d\s])")
SENTENCES = late(r"[;。、|\n]|,(?!\d{3}(?!\d))")
WORDS = "|".join(sorted(map(re.escape, CHINESE_NUMBERS), key=len, reverse=True))
COUNT = rf"(?:\d{{1,3}}|{WORDS})"

THROUGHPUT = late(
    r"吞吐|交换容量|交换能力|交换性能|交换带宽|背板|转发性能|转发能力|转发带宽|转发容量|整机容量|系统容量|路由容量"
    r"|switching|switch capacity|backplane|throughput|fabric|forwarding|system capacity|capacity|aggregate bandwidth|bandwidth"
    r"|スイッチング|スル-プット|ファブリック"
)
PART = late(
    r"单槽|每槽|槽位|单板|线卡|板卡|每端口|单端口|端口速率|端口|接口|网口|上行|下行|速率|无线|wi-?fi|wan|vpn|ipsec|ssl|加密|防火墙|firewall"
    r"|堆叠|per[ -]?slot|/slot|per[ -]?port|line ?card|uplink|downlink|stacking|port speed|interface|ports?\b|wireless|单芯片|per[ -]?chip"
)
SYSTEM = late(r"整机|整系统|系统|全机|机箱|system|chassis|overall|total")
RATE = late(rf"({NUMBERS})\s*([ptgmk])\s*(bps|bit/s|bits/s|b/s|bit|b)?(?![a-z0-9])")
PACKETS = late(
    rf"({NUMBERS})\s*(t|g|b|m|k|亿|百万|万)?\s*(?:pps|包/秒|packets/s|packets per second|パケット/秒)(?![a-z0-9])"
)
PACKET_LABEL = late(r"包转发|转发速?率|packet forwarding|forwarding rate|パケット転送")
BARE_PACKETS = late(
    r"(?:包转发|转发速?率|转发性能|packet forwarding|forwarding rate|パケット転送)[^\d;,]{0,12}"
    rf"({NUMBERS})\s*(g|m|b|亿|百万)(?![a-z0-9])"
)
"""A forwarding rate that leaves out its unit: 转发率 7200M."""
ROUTES = late(
    r"路由表|経路|ル-ト数|ル-ティング|路由条目|路由数|路由容量|路由|routes?\b|routing table|routing entries|fib|rib|prefix|转发表"
)
OTHER_TABLES = late(r"mac|arp|acl|nat|vlan|会话|session|组播|multicast|流表|lsp|隧道|tunnel|用户|subscriber|连接")
ENTRIES = late(rf"({NUMBERS})\s*(百万条|百万|万条|亿条|万|亿|k|m|million|thousand|条)?(?![a-z0-9.%])")
ROUTE_FACTORS = {"million": "m", "thousand": "k", "百万": "m", "百万条": "m"}
CPU_NAMES = (
    r"cpu|处理器|xeon|至强|epyc|霄龙|鲲鹏|kunpeng|海光|hygon"
    r"|飞腾|phytium|龙芯|loongson|申威|兆芯|processor|socket|power ?\d+|opteron|itanium"
)
OTHER_WAYS = (
    "由|视频|高清|音频|模拟|数字|1080|4k|语音|输入|输出|电话|gpu|供电|电源|冗余|市电|交流|直流|热备|光|e1|pci|以太|千兆|万兆"
    "|继电|开关|di|do|ai"
)
"""What else is counted in 路."""
CPUS = (
    late(rf"({COUNT})\s*(?:颗|个|块|枚|基|[x×*])\s*(?:[^,;。\d颗核]{{0,24}}?)(?:{CPU_NAMES})"),
    late(rf"({COUNT})\s*路(?!{OTHER_WAYS})"),
    late(r"(?<![a-z0-9.])(\d{1,2})\s*[x×*]\s*\d{1,3}\s*-?\s*(?:cores?|核|c)(?![a-z0-9])"),
    late(rf"(?:{CPU_NAMES})(?:(?!内存|ddr|硬盘|ssd|memory)[^;,。\n]){{0,40}}?[x×*]\s*(\d{{1,2}})(?![\d.a-z核])"),
    late(rf"(?<![a-z0-9])({COUNT})\s*-?\s*(?:socket|way|cpus|processors)(?![a-z])"),
    late(
        r"(?:cpu|处理器)\s*(?:数量|个数|配置数量|颗数|数)?\s*(?:[:≥>=为]|不少于|最大支持|最多支持|支持|最大|最多|可扩展至|\s)*\s*"
        rf"({COUNT})\s*(?:颗|个|路|块|枚|基|$|[^\d.a-z\s核-])"
    ),
    late(rf"(?:支持|配置|最大|最多)\s*({COUNT})\s*颗"),
    late(rf"({COUNT})\s*颗"),
    late(rf"(?<![a-z0-9])(\d{{1,2}})\s*[x×*]\s*(?:intel|amd|{CPU_NAMES}|[3-9]\d{{3}}[a-z]?\b)"),
)  # fmt: skip
CORES = late(rf"({NUMBERS})\s*(?:核(?!心路由|心交换)|-?\s*cores?(?![a-z])|c(?![a-z0-9]))")
NAMED_CORES = late(
    rf"(?:核数|核心数|内核数|内核|コア数|core count|cores per (?:cpu|socket|processor))\s*[:为≥>=\s]*({NUMBERS})(?![a-z0-9.])"
)
TOTAL = late(r"总核|总计|合计|共计|共|total")
MEMORY = late(
    rf"(?<!\d)(?:({NUMBER})\s*(?:条|根|个|枚)?\s*[x×*]\s*)?({NUMBER})\s*([tg])b?(?![a-z0-9])(?:\s*[x×*]\s*({NUMBER}))?"
)
MEMORY_WORDS = late(r"内存|メモリ|memory|(?<![a-z])ram|ddr\d?|r?dimm")
DISK_WORDS = late(r"硬盘|ssd|hdd|sas|sata|nvme|disk|drive|磁盘|存储|raid|缓存|cache|网卡|显存|网口|光口|端口|ge|bps")
TIME_NAMES = {
    "nanosecond": "ns", "nanoseconds": "ns", "nsec": "ns", "microsecond": "us", "microseconds": "us", "usec": "us", "μsec": "us",
    "millisecond": "ms", "milliseconds": "ms", "msec": "ms", "ns": "ns", "us": "us", "μs": "us", "ms": "ms",
    "微秒": "us", "纳秒": "ns", "毫秒": "ms", "ナノ秒": "ns", "マイクロ秒": "us", "ミリ秒": "ms",
}  # fmt: skip
TIME_UNITS = "|".join(sorted(TIME_NAMES, key=len, reverse=True))
TIME = late(rf"({NUMBERS})\s*({TIME_UNITS})(?![a-z0-9])\s*(/\s*(?:1000|1k|k|千)|per\s+(?:1000|k))?")
STEPS = late(rf"({NUMBERS})\s*(k|千|万)?\s*(?:步|steps?|指令|instructions?)\s*/\s*(ms|毫秒|μs|us|微秒)")
SLOW_TIMES = late(
    r"扫描周期|扫描时间|循环周期|循环时间|周期|scan|cycle|中断|interrupt|滤波|filter|延迟|延时|delay|响应|response|刷新|脉冲|pulse|jitter|抖动"
)
THOUSAND = late(
    r"千条|1k步|1000步|千步|1k ?steps|1000 ?steps|1000\s*条|1k\s*(?:条|instr)|per 1000|1000 instr|/k|k指令|1k指令|每k"
)
