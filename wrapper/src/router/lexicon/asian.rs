//! Chinese, in both kinds of characters, and Japanese: neither sets blanks between words, so these are looked for
//! wherever they may begin.

/// What asks or begs, wherever it stands.
pub const ASKING: &str = "
    怎么 怎樣 怎样 怎麼 如何 什么 什麼 为什 為什 为何 為何 哪 谁 誰 多少 是否 吗 嗎 呢 请 請 帮我 幫我 能不能
    可不可以 可以 有没有 有沒有 是不是 几个 幾個 多大 多久 多长 我想 我要 ですか ますか ください どう なぜ 何
    教えて 方法 怎么办";

/// Particles, pronouns and verbs of everyday grammar: names of files have them rarely, sentences nearly always.
pub const GRAMMAR: &str = "
    的 了 在 把 被 将 將 给 給 从 從 到 里 裡 中 和 与 與 或 是 有 没 沒 不 这 這 那 所有 每 个 個 我 你 它 并
    為 为 以 于 用 使用 下 上 名为 包含 の を に は が で と も から まで する した すべて";

/// Verbs that a request in Chinese begins with.
pub const REQUESTS: &str = "
    查看 显示 列出 查找 搜索 找出 删除 移除 安装 卸载 重启 启动 停止 打开 关闭 创建 新建 添加 增加 修改 更改
    编辑 复制 移动 重命名 压缩 解压 打包 下载 上传 更新 升级 统计 计算 比较 转换 设置 配置 运行 执行 检查 测试
    打印 输出 获取 生成 撤销 恢复 提交 推送 拉取 切换 合并 杀死 结束 清理 清空 备份 导出 导入 解释 告诉 指定
    返回 开启 禁用 启用 连接 发送 读取 写入 替换 排序 监控 加密 解密 挂载 构建 编译 克隆 查詢 顯示 刪除 安裝
    解除 重新 啟動 打開 關閉 建立 新增 編輯 複製 移動 壓縮 解壓 下載 上傳 執行 檢查 設定 列印 輸出 取得 產生
    備份 搜尋 統計 計算 轉換";
