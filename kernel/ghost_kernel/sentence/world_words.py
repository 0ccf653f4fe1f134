"""Words of life outside of this machine: whoever says one asks about that, whatever else the sentence has in it.

For Chinese in the main, which is told apart by words; ordinary English words that nobody knows are told by a dictionary
(`knowledge/ordinary.py`). No names of programs here: 微信 may well take room on a disk.
"""

from __future__ import annotations

TABLE = """
WORLD     iphone ipad android_phone smartphone playstation xbox kindle smartwatch blood_pressure mortgage my_landlord
          my_boss my_husband my_wife my_girlfriend my_boyfriend my_car my_phone my_tv my_fridge outer_space in_space
          space_station |
          空间站 太空 宇宙 地球 月球 月亮 太阳 火星 卫星 火箭 恐龙 动物 植物 猫咪 狗狗 房贷 利率 房价 房租 租房 买房
          股票 股价 基金 理财 工资 薪水 奖金 社保 医保 税 保险 贷款 信用卡 汇率 彩票 电影 电视剧 音乐会 歌词 唱歌 明星
          演唱会 小说 漫画 动漫 餐厅 外卖 火锅 奶茶 咖啡 早餐 午饭 晚饭 做饭 菜谱 做菜 红烧 饺子 面条 水果 医院 医生
          感冒 发烧 头疼 牙疼 失眠 减肥 健身 血压 血糖 怀孕 疫苗 吃药 旅游 旅行 机票 火车票 高铁 地铁 公交 航班 飞机
          酒店 签证 护照 驾照 打车 堵车 停车 加油站 快递 包裹 物流 网购 退货 总统 首都 国家队 国足 足球 篮球 世界杯
          奥运会 比赛 冠军 高考 考研 作业 毕业论文 论文 老板 女朋友 男朋友 老婆 老公 结婚 离婚 孩子 宝宝 爸妈 妈妈
          爸爸 过年 春节 中秋 放假 假期 星座 运势 下雨 下雪 气温 台风 地震 我的手机 手机上 安卓手机 苹果手机 电视机
          洗衣机 冰箱 空调 汽车 电动车 摩托车 心情 人生 幸福 朝代 历史上 诗人 皇帝 哲学 宗教 经济 政治 战争 世界上
"""
