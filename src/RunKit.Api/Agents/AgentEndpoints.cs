using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using RunKit.Api.Panes;
using RunKit.Api.Security;
using RunKit.ControlPlane.Agents;

namespace RunKit.Api.Agents;

/// <summary><c>GET /v1/agents</c>, and the agent of one pane with all that speaks for its state.</summary>
internal static class AgentEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(HttpPaths.Agents, ErrorsAsProblems.Endpoint(ListAsync)).WithMetadata(new HeedsServers());
        endpoints.MapGet($"{PaneEndpoints.Path}/agent", ErrorsAsProblems.Endpoint(ExplainAsync));
    }

    private static async Task<IResult> ListAsync(HttpContext context, IControlPlane plane)
    {
        var all = (string?)context.Request.Query["all"] switch
        {
            null or "false" => false,
            "" or "true" => true,
            var other => throw new BadRequestException(ProblemCodes.BadParameter, $"all={other}: give true or false"),
        };
        var report = await plane.GetAgentsAsync(all, context.RequestAborted).ConfigureAwait(false);
        var reached = new AgentReport(
            report.Agents.RemoveAll(agent => !Caller.Reaches(context, agent.Server)), report.NotRead.RemoveAll(not => !Caller.Reaches(context, not.Server)));
        return Answers.Json(reached, PlaneJson.Default.AgentReport);
    }

    private static async Task<IResult> ExplainAsync(HttpContext context, IControlPlane plane)
    {
        var pane = PaneReader.Pane(context);
        return await plane.ExplainAgentAsync(pane, context.RequestAborted).ConfigureAwait(false) switch
        {
            AgentOutcome.NotKnown not => await PaneEndpoints.NotDoneAsync(plane, pane, StatusCodes.Status503ServiceUnavailable, ProblemCodes.NotKnown, not.Reason).ConfigureAwait(false),
            AgentOutcome.UnknownPane => PaneEndpoints.UnknownPane(pane),
            var outcome => Answers.Json(outcome, PlaneJson.Default.AgentOutcome),
        };
    }
}
