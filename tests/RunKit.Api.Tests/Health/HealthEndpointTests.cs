using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RunKit.Api.Tests.Health;

public sealed class HealthEndpointTests
{
    [Fact]
    public async Task Without_health_checks_a_plane_that_answers_is_live_and_ready()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = host.Client();

        (await client.GetStringAsync("/healthz/live")).ShouldBe("live\n");
        (await client.GetStringAsync("/healthz/ready")).ShouldBe("ready\n");
        host.Plane.OnLook = () => throw new TimeoutException("it does not answer");
        foreach (var path in (string[])["/healthz/live", "/healthz/ready"])
        {
            var response = await client.GetAsync(path);
            response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await response.Content.ReadAsStringAsync()).ShouldContain("it does not answer");
        }
    }

    [Fact]
    public async Task The_applications_health_checks_of_a_tag_say_it_and_keep_their_reasons_for_the_log()
    {
        await using var host = await ApiHost.StartAsync(services: services => services.AddHealthChecks()
            .AddCheck("fine", () => HealthCheckResult.Healthy(), ["live"])
            .AddCheck("slow", () => HealthCheckResult.Degraded("as ever"), ["live"])
            .AddCheck("broken", () => HealthCheckResult.Unhealthy("secret"), ["ready"]));
        using var client = host.Client();

        (await client.GetStringAsync("/healthz/live")).ShouldBe("live\n");
        var ready = await client.GetAsync("/healthz/ready");

        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var text = await ready.Content.ReadAsStringAsync();
        text.ShouldContain("not-ready");
        text.ShouldContain("broken");
        text.ShouldNotContain("secret");
    }
}
