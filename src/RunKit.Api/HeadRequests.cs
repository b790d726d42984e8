using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace RunKit.Api;

/// <summary>HEAD answers as GET does, without the body: whatever is read by GET takes it.</summary>
internal static class HeadRequests
{
    /// <summary>For every endpoint of a group, those that are mapped later too.</summary>
    public static void AnswerAsGet(IEndpointConventionBuilder endpoints) => endpoints.Finally(endpoint =>
    {
        if (endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is { } methods && methods.HttpMethods is [var only] && HttpMethods.IsGet(only))
        {
            endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
        }
    });
}
