using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RunKit.Api;
using RunKit.Dashboard;
using RunKit.Hosting;

const string scheme = CookieAuthenticationDefaults.AuthenticationScheme;
const string form = "<!doctype html><title>Log in</title><form method=post><label>Password <input type=password name=password></label> <button>Log in</button></form>";

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRunKit();
builder.Services.AddAuthorization();
builder.Services.AddAuthentication(scheme).AddCookie(cookie => cookie.Cookie.SameSite = SameSiteMode.Strict).Services
    .PostConfigure<CookieAuthenticationOptions>(scheme, cookie => cookie.LoginPath = "/login");
var password = Encoding.UTF8.GetBytes(builder.Configuration["Password"] ?? throw new InvalidOperationException("say --Password=WORD"));

var app = builder.Build();
app.UsePathBase(builder.Configuration["PathBase"]);
app.UseRouting();

// A browser sends its cookie for pages of other ports too: what another page asks for is refused, WebSockets included.
app.Use((context, next) =>
{
    var request = context.Request;
    if (request.Headers.Origin is [{ } origin] && origin != $"{request.Scheme}://{request.Host}")
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    return next(context);
});
app.UseAuthentication();
app.UseAuthorization();
app.MapRunKit().RequireAuthorization();
app.MapRunKitDashboard("/runkit");
app.MapGet("/login", () => Results.Content(form, "text/html"));
app.MapPost("/login", async (HttpContext context) =>
{
    var typed = Encoding.UTF8.GetBytes((await context.Request.ReadFormAsync())["password"].ToString());
    if (!CryptographicOperations.FixedTimeEquals(typed, password))
    {
        return Results.Content(form, "text/html", statusCode: StatusCodes.Status401Unauthorized);
    }

    await context.SignInAsync(scheme, new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "operator")], scheme)));
    return Results.Redirect($"{context.Request.PathBase}/runkit/");
});
await app.RunAsync();
