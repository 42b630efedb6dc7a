# language: zh-CN
功能: 总则

  背景:
    假如 现在是"2026-07-01 09:00"
    而且 员工
      | 代码 | 姓名 | 角色       |
      | lj   | 李静 | assistant  |
      | zg   | 周刚 | supervisor |

  @all.1
  场景: 登记连号、有日期、有经办
    当 lj 在"unit"办理"add"
      | code    | use  | area |
      | 1-2-301 | home | 98.5 |
      | 1-2-302 | home | 80   |
    那么 通过
    而且 单号是"FH00002"
    而且 "unit"有2张
    而且 "unit"的"FH00001"的"code"是"1-2-301"
    而且 没有待办
    而且 流水核对无误
