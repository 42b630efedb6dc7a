"""The clauses of the service procedure: what specs, rules and standards name, and what ``pmdesk sop`` lists."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

__all__ = ["Clause", "clause", "clauses"]


class Clause(NamedTuple):
    """One clause. ``register`` is the official name of its paper form, if it has one; ``manners`` need no scenario."""

    id: str
    register: str
    zh: str
    en: str
    manners: bool


@cache
def clauses() -> tuple[Clause, ...]:
    """Every clause, in the order of the procedure."""
    found = []
    chapter = register = ""
    for line in _TABLE.strip().splitlines():
        parts = [part.strip() for part in line.split("|")]
        if parts[0].startswith("#"):
            chapter, register = parts[0][1:].strip(), parts[1]
            continue
        own = parts[3] if len(parts) > 3 else register
        found.append(Clause(f"{chapter}.{parts[0].rstrip('*')}", own, parts[1], parts[2], parts[0].endswith("*")))
    return tuple(found)


def clause(name: str) -> Clause | None:
    """A clause by its id."""
    return next((one for one in clauses() if one.id == name), None)


# "# chapter | its register", then "number | Chinese | English [| a register of its own]"; a star marks manners.
_TABLE = """
# handover | 《房屋交接汇总报表》
1 | 每户一行：何时由谁接房、表底数、交钥匙 | A line for every unit: taken over when, by whom, meters, keys
2 | 未接房的户都写明原因 | Every unit not taken over has its reason
3 | 任一日按楼栋汇总接房情况 | The summary by building, as of any day
# renovation | 《装修办理报表》
1 | 装修申请附三证并逐件验讫 | The application with three stamped and checked papers | 《装修申请表》
2 | 商用及重点部位另附设计资质 | Commercial use and key sites add the design qualification | 《装修申请表》
3 | 一个工作日内由两部门会签并答复 | Decided and told within a working day, both heads sign | 《装修申请表》
4 | 先签四份文件、交押金，后发证 | Four papers signed and the deposit paid before the permit | 《装修管理协议》
5 | 施工证张贴，知会各部门，确认进场 | Permit posted, departments told, entry confirmed | 《施工进场证》
6 | 工人一人一证，登记、到期、收回 | A pass for each worker: logged, expiring, returned | 《装修工人出入证办理表》
7 | 三个部门每日各巡一次并签到 | Three departments inspect and sign every day | 《巡视记录表》
8 | 违禁材料不进场，动火先审批 | Prohibited materials stay out, hot work is approved first | 《动火审批表》
9 | 违章发整改通知，复查到位 | A breach gets a notice and is inspected again | 《违章整改通知书》
10 | 巡视表收回、更换、归档 | Inspection sheets are collected, replaced and filed | 《巡视签到表》
11 | 竣工由工程、保安两部门验收 | Engineering and security accept or refuse the work | 《竣工验收表》
12 | 押金退还：扣清应扣，只退一次，不超所交 | Refund: deductions stated, once, never more than paid | 《押金退还备忘表》
13 | 在办、在施、逾期、完工一览 | What is applied for, under way, overdue, finished
# movein | 《入住知会单》
1 | 核对入住人与业主或租约 | Identity against owner or lease
2* | 道贺，贵宾送花和贺卡 | Congratulation; flowers and a card for a VIP
3 | 入住知会各部门 | Every department is told
4 | 告知服务电话，协助开通各项 | Service telephone told, help with connections
5 | 收银标记入住，自当日计费 | Billing starts from that day
6 | 入住资料归档，状态更新 | Papers filed, status changed
# release | 《物品放行条》
1 | 逐件申报品名、数量 | Each item's name and quantity is declared
2 | 分搬出与临时携出，写明事由 | Moving out or temporary, with the reason
3 | 频繁携出引起注意 | Frequent carrying raises attention
4 | 大件物品才开放行条 | Only bulky goods need a slip
5 | 搬出前各项费用结清 | Moving out: everything owed is settled
6 | 单位员工携出先电话征得联系人同意 | Office staff: the named contact agrees by telephone
7 | 填写完整清楚，空行划去 | Complete and readable, unused lines struck
8 | 一式两联，门岗收一联，一条一用 | Two copies; the guard closes it; a slip works once
# contact | 《客户来电来访记录表》
1* | 起立迎客，铃响三声内接听 | Stand up; answer within three rings
2 | 重大紧急事项立即上报 | Grave matters are reported at once
3 | 来访来电逐次登记，来电记号码 | Every visit and call is recorded, calls with the number
4 | 所提事项答复或转办，欠着答复 | Answered or passed on; the reply is owed
# request | 《客户需求、建议受理表》
1 | 不能当场答复的十分钟内转办 | Passed on within ten minutes
2 | 受理登记 | Recorded on the form
3 | 跟进催办到办完 | Chased until done
4 | 一日内或按约定时间回复 | Reply within a day or as promised
5 | 每周五下班前汇总上报 | Collated every Friday
# complaint | 《客户投诉、意见记录表》
1 | 首个受理人负责到底并记录在案 | The first taker owns it
2 | 主管判定是否有效，无效也要解释 | Valid or not; an invalid one is explained
3 | 有效投诉分重大、重要、轻微 | Major, important or minor
4 | 何为重大投诉 | What makes a complaint major
5 | 何为重要投诉 | What makes a complaint important
6 | 何为轻微投诉 | What makes a complaint minor
7 | 逾周未决、一事五户自动升为重大 | It becomes major by itself
8 | 重大重要即时上报，十分钟内转办 | Reported at once, passed on within ten minutes
9 | 主管签批，被投诉部门负责人领办 | The supervisor signs, the head collects and handles
10 | 各级处理时限及延期批准 | Deadlines, and who approves a delay
11 | 办结一日内回访，回访率百分之百 | Followed up within a day, all of them
12 | 每周统计分析 | Weekly statistics and analysis | 《部门日、周汇报表》
# followup | 《回访记录》
1 | 报修、投诉、建议、活动、协助之后回访 | After repairs, complaints, suggestions, events and help
2 | 由客户助理回访 | By the customer assistant
3 | 三问：办了没有、满不满意、还有什么 | Three questions
4 | 记在原单上，不满意则重开 | On the form it follows; dissatisfaction opens it again
5 | 每周统计回访率、满意率 | Weekly rate and satisfaction | 《部门日、周汇报表》
# interview | 《访问客户记录表》
1 | 访问方式 | Ways of visiting
2 | 每月访问户数 | So many customers a month
3 | 按表访问，随机抽取对象 | By the form, drawn at random
4 | 听到的意见转为需求或投诉 | Opinions open a request or a complaint
5 | 归档 | Filed
# patrol | 《楼层巡检表》
1 | 每人每日一巡，抽查五层 | Each once a day, five floors drawn
2 | 巡查内容 | What is looked at
3 | 发现问题当场处理或三十分钟内转办 | Dealt with or passed on within thirty minutes
4 | 次日前现场验证 | Verified on site by the second day
5 | 记录归档 | Recorded and filed
# survey | 《满意度调查表》
1 | 每年两次，日期固定 | Twice a year, in fixed weeks
2 | 事先公告 | Announced beforehand
3 | 发放率不低于六成，逐份登记 | Handed to three fifths, each logged
4 | 回收率不低于五成 | Half of them come back
5 | 按题目、按部门统计 | Tallied by question and department | 《满意度调查统计表》
6 | 项目经理开会，计入考核，如实上报 | A meeting, scores, a truthful report
7 | 公布结果 | The result is announced
8 | 不满意项经两级批准后书面回复 | Unsatisfied items get an approved written reply | 《客户意见回复表》
9 | 归档 | Filed
# archive | 《档案目录》
1 | 分类立卷，便于查找 | Volumes by category
2 | 各部门按时移交，未交可见 | Handed in; what is missing shows
3 | 借阅业主资料须批准、登记、催还 | Lending with consent, record and chasing
# repair | 《维修服务单》
1 | 报修登记齐全 | Recorded in full
2 | 换件或收费先说明并征得同意 | Tariff and reason told first
3 | 分急修与一般 | Emergency or ordinary
4 | 立即通知工程部，急修强调 | Engineering told at once
5 | 工程部取单签收，不取则催 | Fetched and signed, or chased
6 | 完工客户签字，单据交回 | The customer signs, the order comes back
7 | 当日早班回访 | Followed up the same day
8 | 十七点列出未回、未完的单 | Open orders listed at 17:00
9 | 月末汇总应收维修费 | Month end: what customers owe
# desk | 《邮件签收登记表》
1 | 站立服务时间 | Hours of standing service
2 | 报刊订阅与分发 | Newspapers and magazines | 《客户报刊杂志订阅表》
3 | 信件包裹到达即登记 | Letters and parcels logged on arrival
4 | 核对收件人，凭签字领取 | Handed out to the right person, signed
5 | 快件挂号优先投递 | Express and registered first
6 | 物品只作临时寄存 | Storage is temporary | 《物品寄存申请表》
7 | 不予寄存的物品 | What is never stored | 《物品寄存申请表》
8 | 领取时核对、验证件、同验外观 | Collection matched and checked | 《物品寄存申请表》
9 | 每班清点交接，逾期催领 | Counted each shift, chased when late | 《物品寄存申请表》
10 | 外来人员经被访人确认后登记 | Visitors are confirmed, then recorded | 《来访人员登记表》
11 | 大堂整洁，设备开启，故障报修 | The lobby in order
12* | 雨天借伞、套伞袋 | Umbrellas on rainy days
13 | 借物验好签字 | Lending checked and signed | 《客户服务中心物品借取登记表》
14 | 损坏丢失按原价赔偿 | Damaged or lost: the original price | 《客户服务中心物品借取登记表》
# notice | 《文件签收登记》
1 | 统一格式、连续编号、校对 | House format, one number series, checked
2 | 项目经理批准后盖章发出 | Nothing goes out unapproved
3 | 发文登记 | Issue record
4 | 定点张贴，到期撤下 | Posted where allowed, taken down
5 | 给个别客户的签收送达 | Delivered and signed for
6 | 留底归档 | A copy is filed
# meeting | 《部门例会记录》
1 | 每周一全员例会 | Every Monday, everyone
2 | 当日出纪要，归档上报 | Minutes the same day
3 | 决议有人办，下次会跟进 | Decisions are duties with an owner
# parking | 《月租办理记录》
1 | 核对身份与行驶证 | Identity, eligibility and licence
2 | 告知收费与条件，留手机号 | Tariff told, a mobile number left
3 | 月租与临停收费标准 | Monthly rent and temporary fees
4 | 凭缴费收据发卡，收卡押金 | A card on the receipt, with a deposit | 《月租卡申领记录》
5 | 登记内容 | What is recorded
6 | 每周一将名单送车库收费员 | The list goes to the toll collector every Monday
7 | 续租、换牌、补卡、退卡，一位不两租 | Renewal, changes, lost cards; no space let twice | 《月租卡申领记录》
# roster | 《排班表》
1 | 月初排定，负责人签字，月末报人事 | Ready at the start, signed, given at month end
2 | 月末按排班表出考勤 | Attendance against the roster
3 | 公司统一表格 | The company's one format
# event | 《社区文化活动实施记录》
1 | 年度计划逐级批准 | One annual plan, approved
2 | 重点项目两月一次 | One every two months
3 | 提前七至三十天报方案预算 | Plan and budget in good time
4 | 管理部牵头，媒体须经领导同意 | Who leads; press with consent
5 | 事后记录，费用对预算，大型活动回访 | Recorded afterwards, followed up
# leaseend | 《房屋退租登记》
1 | 确认退租，搬家先办放行条 | The end confirmed, the slip first
2 | 查欠费、抄表，结清到搬离日 | Arrears and meters settled to the day
3 | 结清后才放行 | Only then the release
4 | 更新状态并入当日报表 | Status changed, in that day's report
# transfer | 《房屋转让登记》
1 | 清欠、验证、更名、换证、知会、更新 | Settled, checked, changed, told, filed
# occupancy | 《月度物业动态信息表》
1 | 六种状态 | Six statuses
2 | 专人负责，保持准确 | Named assistants keep it right
3 | 每月三十日前走访到户 | Every unit visited by the 30th
4 | 次月三日前出表、签字、抄送 | The table by the 3rd, signed and copied
# key | 《钥匙委托管理清册》
1 | 逐把登记 | Each is registered
2 | 专人保管，编号上锁 | A named keeper, numbered, locked
3 | 借用须同意签字，催还，一把一人 | Lent with consent, chased, one person at a time
4 | 丢失记录在案并明确责任 | Loss on record, with who answers
# all | 各登记册
1 | 连号、有日期、有签名、只增不改 | Numbered, dated, signed, never erased
2 | 日报、周报跨章汇总 | The day's and the week's work | 《部门日、周汇报表》
3 | 各岗待办与逾期一目了然 | What is still to do, and what is late
4 | 一户一账：应收、已收、押金、退款 | One account a customer and unit
"""
