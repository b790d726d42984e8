using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("RunKit.ActorEngine.Hosting")]
[assembly: InternalsVisibleTo("RunKit.ActorEngine.TestKit")]
[assembly: InternalsVisibleTo("RunKit.ActorEngine.Tests")]
