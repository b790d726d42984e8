using System.Security.Cryptography;
using System.Text;

namespace RunKit.Api.Login;

/// <summary>
/// The page behind a login link. It holds no secret: that stands in the address behind the <c>#</c>, which no browser sends, and is posted after a
/// click, so that what looks at links by itself spends none.
/// </summary>
internal static class LoginPage
{
    private const string Script = """
        const button = document.querySelector("button"), words = document.querySelector("p");
        const secret = location.hash.slice(1);
        history.replaceState(null, "", location.pathname);
        if (!secret) { button.hidden = true; words.textContent = "This browser is not logged in. Run this where the node runs, and open the link that it prints: runkit dashboard"; }
        button.onclick = async () => {
          button.disabled = true;
          const answer = await fetch("v1/session", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ secret }) });
          const said = await answer.json();
          button.hidden = true;
          if (answer.ok) {
            localStorage.setItem("runkit-key", said.key);
            words.textContent = "This browser is logged in.";
            location.replace("./");
          } else {
            words.textContent = said.detail;
          }
        };
        """;

    private const string Style =
        ":root{color-scheme:light dark}body{font:16px/1.5 system-ui;margin:18vh auto;max-width:26em;padding:0 1.5em}h1{font-size:1.3em}"
        + "button{font:inherit;padding:.5em 1.5em;cursor:pointer}";

    /// <summary>What the page may do: run this script and ask this node, and nothing else.</summary>
    private static string Policy { get; } =
        $"default-src 'none'; script-src 'sha256-{Hash(Script)}'; style-src 'sha256-{Hash(Style)}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The same page for one who came without a link: it says where to get one.</summary>
    public static IResult AnswerStranger(HttpContext context) => Answer(context, StatusCodes.Status401Unauthorized);

    /// <summary>The page, with what keeps others from using it.</summary>
    public static IResult Answer(HttpContext context, int status = StatusCodes.Status200OK)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        return Answers.Text(Html, "text/html; charset=utf-8", status);
    }

    private static string Html { get; } =
        $"<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>RunKit</title><style>{Style}</style>\n"
        + $"<h1>RunKit</h1><p>Log this browser in to this node?</p><button>Log in</button>\n<script>{Script}</script></html>\n";

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
