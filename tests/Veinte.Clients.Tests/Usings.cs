global using Veinte.Server.Tests;
global using Xunit;
