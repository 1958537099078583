SELECT "CustomerID", "SensorID-Period", "kWh-Amount"
FROM "ElectricityMeteredByPeriod"
WHERE "CustomerID" IN [10027610, 10027612, 10027614, 10027616, 10027618]
  AND contains("SensorID-Period", '#2022-01')
  AND NOT contains("SensorID-Period", '#2022-01-')
