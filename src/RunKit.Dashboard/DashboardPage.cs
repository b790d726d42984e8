using System.Net.Mime;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace RunKit.Dashboard;

/// <summary>Answers with the page and its files.</summary>
/// <param name="files">What was built.</param>
/// <param name="api">Where the API is, seen from the page.</param>
internal sealed class DashboardPage(PageFiles files, string api)
{
    private const int NonceBytes = 16;
    private static readonly string[] Encodings = ["br", "gzip"];

    private const string Missing = "The dashboard is not in this build: it was made without node. Install node 18 or later with npm and build again; the API and every verb work without it.\n";

    public Task AnswerPageAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var full = context.Request.PathBase.Value + path;
        if (!full.EndsWith('/') && full.Length > 0)
        {
            // Its files are beside it: relative addresses need the slash.
            context.Response.Headers.Location = $"{full[(full.LastIndexOf('/') + 1)..]}/{context.Request.QueryString}";
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            return Task.CompletedTask;
        }

        Protect(context.Response.Headers);
        context.Response.Headers.CacheControl = "no-store";
        if (files.Template is not { } template)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return WriteAsync(context, "text/plain; charset=utf-8", Missing);
        }

        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        context.Response.Headers.ContentSecurityPolicy = Policy(nonce);
        var page = template
            .Replace("{{nonce}}", nonce, StringComparison.Ordinal)
            .Replace("{{api}}", HtmlEncoder.Default.Encode(api), StringComparison.Ordinal);
        return WriteAsync(context, "text/html; charset=utf-8", page);
    }

    public async Task AnswerFileAsync(HttpContext context, string name)
    {
        var file = files.Open(name, Accepted(context.Request.Headers.AcceptEncoding));
        var headers = context.Response.Headers;
        Protect(headers);
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = name.Contains('-', StringComparison.Ordinal) ? "private, max-age=31536000, immutable" : "private, max-age=3600";
        context.Response.ContentType = Path.GetExtension(name) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            _ => MediaTypeNames.Image.Svg,
        };
        if (file.Encoding is not null)
        {
            headers.ContentEncoding = file.Encoding;
            context.Response.ContentLength = file.Content.Length;
        }

        await using (file.Content.ConfigureAwait(false))
        {
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await file.Content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What the page may do: its own scripts and styles by their nonce, this host's API, and nothing else.</summary>
    private static string Policy(string nonce) =>
        $"default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static void Protect(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static IEnumerable<string> Accepted(StringValues header)
    {
        var accepted = StringWithQualityHeaderValue.TryParseList([.. header.OfType<string>()], out var values)
            ? values.Where(value => value.Quality is not 0).Select(value => value.Value.Value)
            : [];
        return Encodings.Intersect(accepted.OfType<string>(), StringComparer.OrdinalIgnoreCase);
    }

    private static Task WriteAsync(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text, context.RequestAborted);
    }
}
