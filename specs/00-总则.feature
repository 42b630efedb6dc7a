# language: zh-CN
功能: 总则：所有登记册共同遵守的

  背景:
    假如 现在是"2026-07-01 09:00"
    而且 员工
      | 代码 | 姓名 | 角色            |
      | lj   | 李静 | assistant       |
      | zg   | 周刚 | supervisor      |
      | xm   | 项敏 | project-manager |

  @all.1
  规则: 登记连号、有日期、有经办，只增不改

    场景: 登记连号，作废的号不再使用
      当 lj 在"unit"办理"add"
        | code    | use  | area |
        | 1-2-301 | home | 98.5 |
        | 1-2-302 | home | 80   |
      那么 通过
      而且 单号是"FH00002"
      当 zg 作废"unit"的"FH00002"
      而且 lj 在"unit"办理"add"
        | code    | use  | area |
        | 1-2-302 | home | 82   |
      那么 单号是"FH00003"
      而且 "unit"有2张
      而且 "unit"的"FH00002"状态为"void"
      而且 流水核对无误

    场景: 更正另记一条，原来的仍在
      假如 有"unit"
        | code    | area |
        | 1-2-301 | 98.5 |
      当 到了"2026-07-01 09:05"
      而且 zg 更正"unit"
        | area | 原因 |
        | 89.5 | 笔误 |
      那么 通过
      而且 "unit"的"area"是"89.5"
      而且 "unit"的流水
        | 步骤    | 时间             | 经办 | 更正 |
        | add     | 2026-07-01 09:00 | lj   | 是   |
        | correct | 2026-07-01 09:05 | zg   |      |

    场景: 没有职务不能签
      当 lj 在"standard"办理"set"
        | name          | value | starts     | reason |
        | desk.late_limit | "2wd" | 2026-08-01 | 试行 |
      那么 被拒绝，依据"all.1"

    场景: 尚未发生的不登记
      当 lj 在"unit"办理"add"
        | code    | use  | area | 时间 |
        | 1-2-301 | home | 98.5 | 2026-07-01 10:00 |
      那么 被拒绝，依据"all.1"

    场景: 隔日补录要写原因，并经批准
      当 到了"2026-07-08 09:00"
      而且 lj 在"unit"办理"add"
        | code    | use  | area | 时间             |
        | 1-2-301 | home | 98.5 | 2026-07-01 10:00 |
      那么 填写有误，栏目"late"
      当 lj 在"unit"办理"add"
        | code    | use  | area | 时间             | 补录 |
        | 1-2-301 | home | 98.5 | 2026-07-01 10:00 | 停电 |
      那么 需要"supervisor"批准，依据"all.1"
      当 lj 在"unit"办理"add"，经"zg"批准
        | code    | use  | area | 时间             | 补录 |
        | 1-2-301 | home | 98.5 | 2026-07-01 10:00 | 停电 |
      那么 通过
      而且 共1条意见
      而且 "unit"的流水
        | 时间             |
        | 2026-07-01 10:00 |

    场景: 标准自某日起改
      假如 标准"desk.late_limit"自"2026-07-05"起为"3个工作日"
      那么 "standard"有
        | name            | value | starts     | 状态 |
        | desk.late_limit | "3wd" | 2026-07-05 | set  |
