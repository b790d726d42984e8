namespace RunKit.Actors.Plane;

/// <summary>The plane has failed and begun anew: a reader subscribes again, and is then told what it may have missed.</summary>
internal sealed class PlaneRestartedException() : Exception("the plane has begun anew");
