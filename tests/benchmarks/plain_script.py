"""The script that a user would otherwise write: pandas, openpyxl, keywords, and rapidfuzz for every row in question.

python plain_script.py INVENTORY REGISTER RESULT
"""

import sys

import pandas as pd
from rapidfuzz import fuzz, process

KEYWORDS = {
    "防火墙": "P02", "WAF": "P03", "Web应用防火墙": "P03", "入侵防御": "P05", "IPS": "P05", "交换机": "E02", "路由器": "E01", "堡垒机": "P20",
    "日志审计": "P17", "负载均衡": "P22", "Email security": "P09", "防病毒": "P11", "VPN": "P13", "server": "E03",
}  # fmt: skip
CLOSE = 90

inventory = pd.read_excel(sys.argv[1], engine="openpyxl", dtype=str).fillna("")
register = pd.read_excel(sys.argv[2], engine="openpyxl", dtype=str).fillna("")
models = register["产品型号"].tolist()
verdicts, certificates = [], []
for _, row in inventory.iterrows():
    category = next((code for word, code in KEYWORDS.items() if word in row["产品名称"]), "")
    if not category:
        verdicts.append("clear")
        certificates.append("")
        continue
    match = process.extractOne(row["规格型号"], models, scorer=fuzz.ratio, score_cutoff=CLOSE)
    certificate = register.iloc[match[2]] if match else None
    day = row["销售日期"]
    good = certificate is not None and certificate["证书状态"] == "有效" and certificate["有效期至"] >= day
    verdicts.append("certified" if good else "uncertified")
    certificates.append(certificate["证书编号"] if good else "")
inventory.assign(verdict=verdicts, certificate=certificates).to_excel(sys.argv[3], index=False)
